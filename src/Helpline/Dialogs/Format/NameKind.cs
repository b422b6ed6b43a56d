namespace Helpline.Dialogs.Format;

/// <summary>Names that a library knows, and that editors offer.</summary>
internal enum NameKind
{
    /// <summary>States, <c>flow.state</c>.</summary>
    States,
    Phrases,
    Answers,

    /// <summary>Answers of all flows, in answers.yaml.</summary>
    SharedAnswers,
    Facts,
    Purposes,

    /// <summary>Why a counsellor is called: a danger, or asked.</summary>
    Reasons,
}

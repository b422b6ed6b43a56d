using Helpline.Risk;

namespace Helpline.Dialogs;

/// <summary>A library while it is being read: values with their places, so that the linter can point at them.</summary>
internal sealed class DialogDraft(List<DialogProblem> problems)
{
    public List<DialogProblem> Problems { get; } = problems;

    public Located<RootDialog>? Root { get; set; }

    public Dictionary<string, Located<DialogState>> States { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> FlowTitles { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Language, string Key), Located<string>> Texts { get; } = [];

    public Dictionary<(string Language, string Answer), Located<AnswerWords>> Answers { get; } = [];

    public ReferralDirectory? Referrals { get; set; }

    public List<Lexicon> Lexicons { get; } = [];

    /// <summary>Where a lexicon's rule stands, by (language, rule id).</summary>
    public Dictionary<(string Language, string Rule), Place> Rules { get; } = [];

    public Phrasebook Phrasebook() => new(
        Texts.ToDictionary(text => text.Key, text => text.Value.Value),
        Answers.ToDictionary(answer => answer.Key, answer => answer.Value.Value),
        Referrals ?? new ReferralDirectory("", new Dictionary<string, ReferralLine>()));
}

/// <summary>A value and where it was read.</summary>
internal readonly record struct Located<T>(T Value, Place At);

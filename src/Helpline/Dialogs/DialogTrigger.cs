namespace Helpline.Dialogs;

/// <summary>What moves a dialog.</summary>
internal abstract record DialogTrigger
{
    private DialogTrigger()
    {
    }

    /// <summary>A new contact's first message.</summary>
    public sealed record Begin : DialogTrigger;

    /// <summary>A known contact writes again.</summary>
    public sealed record Returning : DialogTrigger;

    /// <summary>Not understood for the third time.</summary>
    public sealed record Lost : DialogTrigger;

    /// <summary>The open question once more, without moving.</summary>
    public sealed record AskAgain : DialogTrigger;

    /// <summary>A global word.</summary>
    public sealed record Word(string Answer) : DialogTrigger;

    /// <summary>An option of the open question.</summary>
    public sealed record Choose(string Answer) : DialogTrigger;
}

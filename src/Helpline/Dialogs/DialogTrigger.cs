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

    /// <summary>An answer in the child's own words.</summary>
    public sealed record Tell(string Value) : DialogTrigger
    {
        public override string ToString() => $"an answer of {Value.Length} characters";
    }

    /// <summary>Nobody has answered for so long that the dialog goes another way.</summary>
    public sealed record Silence : DialogTrigger;

    /// <summary>A state is entered from outside: the notice before the answer to a keyword, or the beginning of a rehearsal.</summary>
    public sealed record Enter(string State) : DialogTrigger;

    /// <summary>The time of a follow-up has come.</summary>
    public sealed record FollowUp(string Target) : DialogTrigger;
}

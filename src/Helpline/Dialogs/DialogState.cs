using Helpline.Risk;

namespace Helpline.Dialogs;

/// <summary>One state of a flow.</summary>
/// <param name="Name"><c>flow.state</c>.</param>
/// <param name="Say">Keys of the phrases said on entering, each an SMS of its own.</param>
/// <param name="Set">Facts set on entering.</param>
/// <param name="Ending">What happens then.</param>
public sealed record DialogState(string Name, IReadOnlyList<string> Say, IReadOnlyDictionary<string, string> Set, Ending Ending)
{
    public string Flow => Name[..Name.IndexOf('.', StringComparison.Ordinal)];
}

/// <summary>How a state ends: each state has exactly one ending.</summary>
public abstract record Ending
{
    private Ending()
    {
    }

    /// <summary>Asks and waits for an answer.</summary>
    /// <param name="Phrase">The question's phrase key.</param>
    /// <param name="Options">In the order in which they are numbered, from 1.</param>
    public sealed record Ask(string Phrase, IReadOnlyList<Choice> Options) : Ending;

    /// <summary>Goes on at once.</summary>
    public sealed record Go(string Target) : Ending;

    /// <summary>Calls a counsellor.</summary>
    /// <param name="Reason">Why, in a word, for the counsellor.</param>
    /// <param name="Level">How urgent the dialog itself makes it; triage may have found more.</param>
    public sealed record CallHuman(string Reason, RiskLevel Level) : Ending;

    /// <summary>Asks the question again that was open when this flow was called.</summary>
    public sealed record GoBack : Ending;

    /// <summary>Rests silently; the next message begins again at the root's <c>returning</c>.</summary>
    public sealed record Rest : Ending;
}

/// <summary>An answer, by its id in <c>answers.yaml</c>, and the state it leads to.</summary>
public sealed record Choice(string Answer, string Target);

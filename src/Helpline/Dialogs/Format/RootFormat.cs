namespace Helpline.Dialogs.Format;

/// <summary>The keys of <c>flows/root.yaml</c>.</summary>
internal static class RootFormat
{
    private static readonly Shape.Text State = new() { Offers = NameKind.States };

    public static Shape.Mapping Word { get; } = new(
        new("call", State, "Goes there and comes back to the open question."),
        new("go", State, "Goes there."))
    {
        ExactlyOne = ["call", "go"],
    };

    public static Shape.Mapping Root { get; } = new(
        Key.Required("begin", State, "Where a new contact begins."),
        Key.Required("returning", State, "Where a known contact begins again."),
        Key.Required("lost", State, "Called when a child was not understood three times."),
        new("safe_word", State, "Asks for the safe word; called before sensitive flows."),
        new("notice", State, "Says who answers and what it costs, before the answer to a new contact that begins with a keyword."),
        new("words", new Shape.MapOf(Word) { Offers = NameKind.SharedAnswers }, "Answers that work everywhere, as messages of their own."));

    public static Shape.Mapping OfFile { get; } = new(Key.Required("root", Root, "Where conversations begin, and the words that work everywhere."));
}

using Helpline.Risk;

namespace Helpline.Dialogs.Format;

/// <summary>The keys of <c>risk/&lt;language&gt;.yaml</c>.</summary>
internal static class LexiconFormat
{
    /// <summary>Words that a negation reaches at the most.</summary>
    public const int FarthestNegation = 10;

    private static readonly Shape.ListOf Texts = new(new Shape.Text()) { MayBeSingle = true };
    private static readonly Shape.ListOf Phrases = new(new Shape.Text()) { MayBeEmpty = false };

    public static Shape.Mapping Negations { get; } = new(
        new("words", Texts, "Single words that negate."),
        Key.Required("before", new Shape.Number(0, FarthestNegation), "Words that they reach ahead of them."),
        Key.Required("after", new Shape.Number(0, FarthestNegation), "Words that they reach behind them."));

    public static Shape.Mapping Frame { get; } = new(
        Key.Required("id", new Shape.Text(), "Its name."),
        Key.Required("reach", Shape.OneOf.Of<FrameReach>(), "How far it reaches."),
        Key.Required("most", Shape.OneOf.Of<RiskLevel>(), "The highest level that is left."),
        new("dangers", new Shape.ListOf(Shape.OneOf.Of<Danger>()) { MayBeSingle = true }, "The dangers that it speaks of; not said: all."),
        Key.Required("phrases", Phrases, "What is looked for: {slot}, ... for a gap, word? that may be missing, begin*."),
        new("examples", Texts, "Messages in which it must change something."));

    public static Shape.Mapping Rule { get; } = new(
        Key.Required("id", new Shape.Text(), "Its name."),
        Key.Required("danger", Shape.OneOf.Of<Danger>(), "What it speaks of."),
        Key.Required("level", Shape.OneOf.Of<RiskLevel>(), "How serious; from high on a counsellor is called."),
        new("step", Shape.OneOf.Of<RiskSteps>(), "What it says on the ladder from a thought to the deed; steps add up."),
        Key.Required("phrases", Phrases, "What is looked for: {slot}, ... for a gap, word? that may be missing, begin*."),
        new("examples", Texts, "Messages that it must find."),
        new("counterexamples", Texts, "Messages that it must not find."),
        new("negatable", new Shape.Flag(), "false: a negation near it does not take it back."),
        new("framed", new Shape.Flag(), "false: no frame takes it back."));

    public static Shape.Mapping OfFile { get; } = new(
        Key.Required("language", new Shape.Text(), "The file's name."),
        new("words", new Shape.MapOf(Texts), "Slots: lists of words that phrases name in {braces}."),
        new("shorthand", new Shape.MapOf(new Shape.Text()), "What is typed for other words; undone in every language's messages."),
        new("clauses", Texts, "Words that begin a clause."),
        new("negations", Negations, "Words that take back what stands near them."),
        new("dismiss", Texts, "Harmless phrases: what they cover, rules do not find."),
        new("frames", new Shape.ListOf(Frame), "What changes the meaning of what is said near it."),
        Key.Required("rules", new Shape.ListOf(Rule), "What is looked for."));
}

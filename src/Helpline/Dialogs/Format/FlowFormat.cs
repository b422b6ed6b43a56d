using Helpline.Risk;

namespace Helpline.Dialogs.Format;

/// <summary>The keys of <c>flows/*.yaml</c>.</summary>
internal static class FlowFormat
{
    /// <summary>Characters of a child's own text that are remembered at the most.</summary>
    public const int LongestText = 80;

    public const int LargestBudget = 1_000;

    private static readonly Shape.Text Phrase = new() { Offers = NameKind.Phrases };
    private static readonly Shape.Text State = new() { Offers = NameKind.States };
    private static readonly Shape.Text Fact = new() { Offers = NameKind.Facts };
    private static readonly Shape.Text Duration = new() { Pattern = "^[0-9]{1,3}[mhd]$", PatternAdvice = "This is no time; write 10m, 2h or 3d." };

    public static Shape.Mapping Handoff { get; } = new(
        Key.Required("reason", new Shape.Text { Offers = NameKind.Reasons }, "Why, for the counsellor: a danger, or asked."),
        Key.Required("level", Shape.OneOf.Of<RiskLevel>(), "How urgent this alone makes it; triage may have found more."));

    public static Shape.Mapping Refer { get; } = new(
        Key.Required("for", new Shape.Text { Offers = NameKind.Purposes }, "A purpose of the directory's lines."),
        Key.Required("say", Phrase, "The phrase; it names {lines}."));

    public static Shape.Mapping FollowUp { get; } = new(
        Key.Required("after", Duration, "At the earliest: 10m, 20h, 3d."),
        Key.Required("go", State, "Where the dialog then begins by itself."));

    public static Shape.Mapping TextAnswer { get; } = new(
        Key.Required("fact", Fact, "What the child's words are remembered as."),
        new("most", new Shape.Number(1, LongestText), "The most characters that are remembered; 80 if it is not said."),
        Key.Required("go", State, "The next state."));

    public static Shape.Mapping PlaceAnswer { get; } = new(
        Key.Required("fact", Fact, "What the place is remembered as."),
        Key.Required("go", State, "The next state."));

    public static Shape.Mapping NumberAnswer { get; } = new(
        Key.Required("fact", Fact, "What the number is remembered as."),
        new("from", new Shape.Number(0, int.MaxValue), "The smallest that is understood."),
        new("to", new Shape.Number(0, int.MaxValue), "The largest that is understood."),
        Key.Required("go", State, "The next state."));

    public static Shape.Mapping SilenceStep { get; } = new(
        Key.Required("after", Duration, "Since the question: 10m, 2h, 3d."),
        new("say", Phrase, "A reminder."),
        new("go", State, "Another way; the last step only."));

    public static Shape.Mapping Way { get; } = new(
        new("if", new Shape.MapOf(new Shape.Text()) { Offers = NameKind.Facts }, "Facts: equal to a text, <13, <=13, >13, >=13, set, unset. All must hold. The last way has none."),
        Key.Required("go", State, "Where it goes then."));

    /// <summary>A state: what it does on entering, in this order, and its one ending.</summary>
    public static Shape.Mapping OfState { get; } = new(
        new("set", new Shape.MapOf(new Shape.Text()) { Offers = NameKind.Facts }, "Facts that are remembered: a text, or +1 to count. my_… outlasts the conversation."),
        new("forget", new Shape.ListOf(Fact) { MayBeSingle = true }, "Facts that are forgotten."),
        new("say", new Shape.ListOf(Phrase) { MayBeSingle = true }, "Phrases, each an SMS of its own."),
        new("refer", Refer, "Says the directory's lines for a purpose, for the child's place."),
        new("follow_up", FollowUp, "Asks later how it goes, if the child wants that."),
        new("ask", Phrase, "Ends with a question: the phrase that asks."),
        new("options", new Shape.MapOf(State) { Offers = NameKind.Answers }, "Answers, numbered in this order, and the state that each leads to."),
        new("text", TextAnswer, "An answer in the child's own words."),
        new("number", NumberAnswer, "An answer that is a number."),
        new("age", NumberAnswer, "An answer that is a number of years."),
        new("place", PlaceAnswer, "An answer that is one of the directory's places."),
        new("silence", new Shape.ListOf(SilenceStep), "What happens while nobody answers, in the order of time."),
        new("branch", new Shape.ListOf(Way) { MayBeEmpty = false }, "Ends by going on at once, the first way that fits."),
        new("go", State, "Ends by going on at once."),
        new("call", State, "Ends by going through another flow, which comes back."),
        new("then", State, "The state that follows what is called."),
        new("handoff", Handoff, "Ends by calling a counsellor."),
        new("return", new Shape.Flag(), "Ends by going back to what called this flow."),
        new("end", new Shape.Flag(), "Ends the talk; the next message begins again."))
    {
        ExactlyOne = ["ask", "branch", "go", "call", "handoff", "return", "end"],
        Beside = [("options", "ask"), ("text", "ask"), ("number", "ask"), ("age", "ask"), ("place", "ask"), ("silence", "ask"), ("then", "call"), ("call", "then")],
    };

    public static Shape.Mapping OfFile { get; } = new(
        Key.Required("flow", new Shape.Text(), "The flow's name: that of its file."),
        Key.Required("title", new Shape.Text(), "What it is about, for the team and for counsellors."),
        new("sensitive", new Shape.Flag(), "true: the safe word is asked for first, and every message begins neutrally."),
        new("budget", new Shape.Number(1, LargestBudget), "The most SMS segments that a way through it may take, in any language."),
        Key.Required("start", new Shape.Text(), "The first state."),
        Key.Required("states", new Shape.MapOf(OfState), "The states by name."));
}

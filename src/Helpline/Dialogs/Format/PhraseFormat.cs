namespace Helpline.Dialogs.Format;

/// <summary>The keys of <c>phrases/&lt;language&gt;/*.yaml</c>.</summary>
internal static class PhraseFormat
{
    /// <summary>The key in a flow's phrases under which its own answers stand.</summary>
    public const string Answers = "answers";

    public const string MarkPattern = "^[0-9a-f]{8}$";

    private static readonly Shape.ListOf Words = new(new Shape.Text()) { MayBeSingle = true };

    public static Shape.Mapping Answer { get; } = new(
        Key.Required("label", new Shape.Text(), "What is shown behind the number."),
        new("words", Words, "What children write instead, in any spelling of case and accents."),
        new("alone", new Shape.Flag(), "true: the words count in short messages only, as those of yes and no."));

    public static Shape.MapOf OfAnswers { get; } = new(Answer) { Offers = NameKind.SharedAnswers };

    public static Shape.Mapping OfFile { get; } = new(new Key(Answers, new Shape.MapOf(Answer), "The flow's own answers."))
    {
        Others = new Shape.Text(),
    };

    public static Shape.MapOf OfTranslated { get; } = new(new Shape.Text { Pattern = MarkPattern, PatternAdvice = "This is no mark; 'dialogs translated' writes this file." });

    public static Shape.Mapping OfPrivateWords { get; } = new(new Key("words", Words, "What must not show at the beginning of a sensitive message; word* stands for all that begin so."));
}

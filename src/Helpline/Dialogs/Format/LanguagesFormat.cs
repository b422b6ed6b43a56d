namespace Helpline.Dialogs.Format;

/// <summary>The keys of <c>languages.yaml</c>.</summary>
internal static class LanguagesFormat
{
    private static readonly Shape.OneOf Tag = new([.. Languages.Known.Select(language => language.Tag)]);

    public static Shape.Mapping OfFile { get; } = new(
        Key.Required("live", new Shape.ListOf(Tag) { MayBeSingle = true, MayBeEmpty = false }, "Languages that children are offered; translations are made from the first."),
        new("preparing", new Shape.ListOf(Tag) { MayBeSingle = true }, "Languages that are being translated into: no child is offered them, and what they lack is a warning."),
        new("without_lexicon", new Shape.ListOf(Tag) { MayBeSingle = true }, "Live languages without a risk/<language>.yaml: the other languages' rules alone read their messages."));
}

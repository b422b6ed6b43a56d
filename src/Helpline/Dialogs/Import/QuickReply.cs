namespace Helpline.Dialogs.Import;

/// <summary>A quick reply as a child saw it.</summary>
/// <param name="Translations">By our language.</param>
internal sealed record QuickReply(string Text, IReadOnlyDictionary<string, string> Translations)
{
    private const string Extra = "<extra>";

    private static readonly string[] Kinds = ["<location>", "<form>", "<url>"];

    /// <summary>The quick replies of a message; those that RapidPro works out are left to the caller.</summary>
    public static IEnumerable<QuickReply> Of(FlowDraft draft, RapidProAction message)
    {
        var translations = draft.Translations(message.Uuid, "quick_replies").DistinctBy(texts => texts.Language).ToList();
        foreach (var (index, text) in message.QuickReplies.Index().Where(reply => IsPlain(reply.Item)))
        {
            yield return new QuickReply(Shown(text), translations
                .Where(texts => texts.Texts.Count > index && Shown(texts.Texts[index]).Length > 0 && IsPlain(texts.Texts[index]))
                .ToDictionary(texts => texts.Language, texts => Shown(texts.Texts[index])));
        }
    }

    public static bool IsPlain(string text) => Shown(text).Length > 0 && !TemplateText.HasExpression(text);

    public Dictionary<string, string> Labels(FlowDraft draft)
    {
        var labels = new Dictionary<string, string>(Translations, StringComparer.Ordinal);
        if (draft.BaseLanguage is { } language)
            labels[language] = Text;
        return labels;
    }

    /// <summary>Without the marks that newer versions put around a reply's text.</summary>
    private static string Shown(string text)
    {
        foreach (var kind in Kinds)
        {
            if (text.StartsWith(kind, StringComparison.Ordinal))
                text = text[kind.Length..];
        }

        return text.Split(Extra)[0].Trim();
    }
}

using Helpline.Risk;

namespace Helpline.Dialogs.Lint;

/// <summary>What a locked phone shows of a message of a sensitive flow does not give the topic away.</summary>
internal static class PreviewChecks
{
    /// <summary>Characters that a locked phone shows.</summary>
    public const int Preview = 40;

    public static void Check(DialogDraft draft)
    {
        var sensitive = draft.States.Values.Where(state => draft.Flows[state.Value.Flow].IsSensitive).SelectMany(state => Routes.Phrases(state.Value)).ToHashSet(StringComparer.Ordinal);
        foreach (var ((language, key), text) in draft.Texts.Where(text => sensitive.Contains(text.Key.Key)))
        {
            if (!draft.PrivateWords.TryGetValue(language, out var words))
                continue;
            var seen = TextNormalizer.Tokens(text.Value[..Math.Min(Preview, text.Value.Length)]);
            if (seen.FirstOrDefault(token => words.Any(word => Means(token.Normal, word))) is { Normal: { } shown })
                draft.Problems.Add(text.At.Problem($"the first {Preview} characters of '{key}' in {language} show '{shown}' on a locked phone; the flow is sensitive: begin the message neutrally"));
        }
    }

    private static bool Means(string token, string word) => word.EndsWith('*') ? token.StartsWith(word[..^1], StringComparison.Ordinal) : token == word;
}

using Helpline.Risk;

namespace Helpline.Dialogs.Lint;

/// <summary>
/// What a locked phone shows of a message does not give the topic away: of a sensitive flow, and of the menu and the global words, which a newer revision may say in
/// the middle of one.
/// </summary>
internal static class PreviewChecks
{
    /// <summary>Characters that a locked phone shows.</summary>
    public const int Preview = 40;

    public static void Check(DialogDraft draft)
    {
        var everywhere = draft.Root is { } root ? root.Value.Words.Values.Select(word => word.Target).Append(root.Value.Returning).Append(root.Value.Lost).ToHashSet(StringComparer.Ordinal) : [];
        var sensitive = draft.States.Where(state => draft.Flows[state.Value.Value.Flow].IsSensitive || everywhere.Contains(state.Key)).Select(state => state.Value).SelectMany(state => Routes.Phrases(state.Value)).ToHashSet(StringComparer.Ordinal);
        foreach (var ((language, key), text) in draft.Texts.Where(text => sensitive.Contains(text.Key.Key)))
        {
            if (!draft.PrivateWords.TryGetValue(language, out var words))
                continue;
            var seen = TextNormalizer.Tokens(text.Value[..Math.Min(Preview, text.Value.Length)]);
            if (seen.FirstOrDefault(token => words.Any(word => Means(token.Normal, word))) is { Normal: { } shown })
                draft.Problems.Add(text.At.Problem($"the first {Preview} characters of '{key}' in {language} show '{shown}' on a locked phone; it comes in the middle of sensitive talks: begin the message neutrally"));
        }
    }

    private static bool Means(string token, string word) => word.EndsWith('*') ? token.StartsWith(word[..^1], StringComparison.Ordinal) : token == word;
}

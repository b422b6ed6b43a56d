namespace Helpline.Dialogs.Import;

/// <summary>An answer of a flow while it is being gathered.</summary>
/// <param name="Labels">By language.</param>
/// <param name="Words">By language, without the label.</param>
/// <param name="Alone">Understood only where little else is said.</param>
internal sealed record AnswerDraft(string Id, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, IReadOnlyList<string>> Words, bool Alone)
{
    /// <summary>True if both would be shown and understood in the same way, so that one of them is enough.</summary>
    public bool IsLike(AnswerDraft other) => Alone == other.Alone && Same(Labels, other.Labels, StringComparer.Ordinal.Equals) && Same(Words, other.Words, Enumerable.SequenceEqual);

    private static bool Same<T>(IReadOnlyDictionary<string, T> one, IReadOnlyDictionary<string, T> other, Func<T, T, bool> equal) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && equal(pair.Value, value));
}

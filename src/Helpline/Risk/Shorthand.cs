using System.Collections.Frozen;

namespace Helpline.Risk;

/// <summary>What is typed for other words, in all lexicons together: 2nite, kms.</summary>
internal sealed class Shorthand
{
    private readonly FrozenDictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> _longhand;

    public Shorthand(IEnumerable<Lexicon> lexicons) => _longhand = lexicons
        .SelectMany(lexicon => lexicon.Shorthand)
        .Select(pair => (Short: TextNormalizer.Normalize(pair.Key), Long: LexiconWord.Read(pair.Value).Select(word => word.Text).ToArray()))
        .DistinctBy(pair => pair.Short)
        .ToFrozenDictionary(pair => pair.Short, pair => pair.Long, StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public string[]? Find(ReadOnlySpan<char> word) => _longhand.TryGetValue(word, out var longhand) ? longhand : null;
}

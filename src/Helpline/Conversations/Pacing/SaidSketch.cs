using System.Collections;

namespace Helpline.Conversations.Pacing;

/// <summary>
/// A Bloom filter (Bloom, 1970) of every three words in a row of what the bot said last: enough to see that a message brings our own words back, and
/// to read nothing from.
/// </summary>
/// <param name="Bits">In base64.</param>
public sealed record SaidSketch(string Bits)
{
    /// <summary>Three long messages fill a third.</summary>
    private const int Size = 512;

    private const int InARow = 3;

    /// <summary>Fewer words in a message prove nothing: answers are short, and some are in the question.</summary>
    private const int FewestWords = 8;

    private const double Most = 0.7;

    internal static SaidSketch Of(IEnumerable<IReadOnlyList<string>> messages)
    {
        var bits = new BitArray(Size);
        foreach (var place in messages.SelectMany(Places))
            bits[place] = true;
        var bytes = new byte[Size / 8];
        bits.CopyTo(bytes, 0);
        return new SaidSketch(Convert.ToBase64String(bytes));
    }

    /// <summary>True if most of a message are the words of which this is made.</summary>
    internal bool IsEchoedBy(IReadOnlyList<string> words) => words.Count >= FewestWords && MayBeEchoedBy(words);

    /// <summary>As <see cref="IsEchoedBy"/>, or an answer as it stands in our question: nobody knows.</summary>
    internal bool MayBeEchoedBy(IReadOnlyList<string> words)
    {
        if (words.Count < InARow)
            return false;
        var bits = new BitArray(Convert.FromBase64String(Bits));
        return Places(words).Average(place => bits[place] ? 1 : 0) >= Most;
    }

    public override string ToString() => "sketch of an answer";

    private static IEnumerable<int> Places(IReadOnlyList<string> words)
    {
        for (var i = 0; i + InARow <= words.Count; i++)
        {
            var hash = Hash.Start;
            for (var j = i; j < i + InARow; j++)
                hash = Hash.Add(hash, words[j]);
            yield return (int)(hash % Size);
        }
    }
}

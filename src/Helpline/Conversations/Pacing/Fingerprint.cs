namespace Helpline.Conversations.Pacing;

/// <summary>
/// What a message is recognised by without its words: hashes of all of it and of its words without numbers. Kept in the conversation's sealed state only,
/// since a short message could be guessed from them.
/// </summary>
/// <param name="Exact">Of all words and numbers.</param>
/// <param name="Skeleton">Of the words alone: the same for messages that count, or tell the time.</param>
/// <param name="Words">Words without numbers.</param>
public readonly record struct Fingerprint(uint Exact, uint Skeleton, int Words)
{
    public override string ToString() => $"fingerprint of {Words} words";

    internal static Fingerprint Of(IReadOnlyList<string> words)
    {
        var (exact, skeleton, count) = (Hash.Start, Hash.Start, 0);
        foreach (var word in words)
        {
            exact = Hash.Add(exact, word);
            if (word.Any(char.IsAsciiDigit))
                continue;
            skeleton = Hash.Add(skeleton, word);
            count++;
        }

        return new Fingerprint(exact, skeleton, count);
    }
}

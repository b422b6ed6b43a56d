namespace Helpline.Conversations.Pacing;

/// <summary>FNV-1a, 32 bits (draft-eastlake-fnv): the same in every process and version, as what is stored must be.</summary>
internal static class Hash
{
    public const uint Start = 2_166_136_261;
    private const uint Prime = 16_777_619;

    /// <summary>Goes on with a word and its end.</summary>
    public static uint Add(uint hash, ReadOnlySpan<char> word)
    {
        foreach (var letter in word)
            hash = Add(hash, letter);
        return Add(hash, '\0');
    }

    private static uint Add(uint hash, char letter) => unchecked((((hash ^ (byte)letter) * Prime) ^ (uint)(letter >> 8)) * Prime);
}

namespace Helpline.Risk;

/// <summary>A word as a lexicon has it, in normal form.</summary>
/// <param name="Text">Its letters.</param>
/// <param name="IsPrefix">Written <c>begin*</c>: every word that begins so.</param>
/// <param name="IsExact">Written <c>=word</c>: this spelling only.</param>
internal readonly record struct LexiconWord(string Text, bool IsPrefix, bool IsExact)
{
    /// <summary>The words of an entry; usually one, more if it has spaces or signs that separate.</summary>
    public static IEnumerable<LexiconWord> Read(string entry)
    {
        foreach (var part in entry.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part is "=" or "*")
                continue;
            var (isExact, isPrefix) = (part[0] == '=', part[^1] == '*');
            var normal = new NormalText();
            normal.Read(part);
            var words = normal.Words.ToArray();
            for (var i = 0; i < words.Length; i++)
                yield return new LexiconWord(normal.Of(words[i]).ToString(), isPrefix && i == words.Length - 1, isExact);
        }
    }
}

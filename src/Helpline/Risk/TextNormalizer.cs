namespace Helpline.Risk;

/// <summary>The words of a text in normal form (see <see cref="NormalText"/>), for who reads answers and lexicons. Signs and emoji are left out.</summary>
public static class TextNormalizer
{
    /// <summary>The words of the text in order.</summary>
    public static IReadOnlyList<Token> Tokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var normal = new NormalText();
        normal.Read(text);
        var tokens = new List<Token>(normal.Words.Length);
        foreach (var word in normal.Words)
        {
            if (!word.IsSign)
                tokens.Add(new Token(normal.Of(word).ToString(), word.From, word.To - word.From));
        }

        return tokens;
    }

    /// <summary>The whole text in normal form, words separated by single spaces.</summary>
    public static string Normalize(string text) => string.Join(' ', Tokens(text).Select(token => token.Normal));
}

namespace Helpline.Dialogs.Import;

/// <summary>Takes a RapidPro template apart as goflow's scanner does: <c>@name.path</c>, <c>@(...)</c>, and <c>@@</c> for a plain at sign.</summary>
internal static class TemplateText
{
    public static List<TemplatePart> Parts(string text)
    {
        var parts = new List<TemplatePart>();
        var plain = 0;
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0 && at + 1 < text.Length; at = at < text.Length ? text.IndexOf('@', at) : -1)
        {
            var end = text[at + 1] switch
            {
                '@' => at + 2,
                '(' => EndOfBrackets(text, at + 1),
                _ => EndOfPath(text, at + 1),
            };
            if (end < 0)
            {
                at++;
                continue;
            }

            if (at > plain)
                parts.Add(new TemplatePart(text[plain..at], IsExpression: false));
            parts.Add(text[at + 1] == '@' ? new TemplatePart("@", IsExpression: false) : new TemplatePart(text[(at + 1)..end], IsExpression: true));
            at = plain = end;
        }

        if (plain < text.Length)
            parts.Add(new TemplatePart(text[plain..], IsExpression: false));
        return parts;
    }

    /// <summary>True if anything in the text would have been worked out by RapidPro.</summary>
    public static bool HasExpression(string text) => text.Contains('@', StringComparison.Ordinal) && Parts(text).Any(part => part.IsExpression);

    /// <summary>After the closing bracket; -1 if there is none. Brackets within quotes do not count.</summary>
    private static int EndOfBrackets(string text, int from)
    {
        var (depth, isQuoted) = (0, false);
        for (var index = from; index < text.Length; index++)
        {
            switch (text[index])
            {
                case '\\' when isQuoted:
                    index++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '(' when !isQuoted:
                    depth++;
                    break;
                case ')' when !isQuoted && --depth == 0:
                    return index + 1;
            }
        }

        return -1;
    }

    /// <summary>After a path that begins with a word that RapidPro knows; a dot counts only before a letter. -1 if it is none.</summary>
    private static int EndOfPath(string text, int from)
    {
        var end = from;
        while (end < text.Length && (IsOfName(text[end]) || (text[end] == '.' && end + 1 < text.Length && IsOfName(text[end + 1]))))
            end++;
        return end > from && Reference.IsRoot(text[from..end].Split('.')[0]) ? end : -1;
    }

    private static bool IsOfName(char character) => char.IsLetterOrDigit(character) || character == '_';
}

/// <summary>A part of a template.</summary>
/// <param name="Text">Of an expression: without its at sign.</param>
internal readonly record struct TemplatePart(string Text, bool IsExpression);

using System.Globalization;
using Helpline.Risk;

namespace Helpline.Dialogs.Import;

/// <summary>RapidPro's tests: which of them look for words, and which for numbers.</summary>
internal static class TestWords
{
    public static bool IsOfPlace(string type) => type is "has_state" or "has_district" or "has_ward";

    /// <summary>The words or phrases that a test looks for; null if it looks for something else.</summary>
    public static IReadOnlyList<string>? Of(string type, IReadOnlyList<string> arguments) => type switch
    {
        // An old editor wrote one argument for each word.
        "has_any_word" => string.Join(' ', arguments).Split([' ', ',', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries),
        "has_phrase" or "has_only_phrase" or "has_only_text" or "has_all_words" or "has_beginning" => string.Join(' ', arguments) is { Length: > 0 } phrase ? [phrase] : [],
        _ => null,
    };

    /// <summary>True if the message must be the words and nothing else.</summary>
    public static bool IsOnly(string type) => type is "has_only_phrase" or "has_only_text";

    /// <summary>The whole numbers that a test takes, both ends included; null if it is no test of numbers, or not of whole ones.</summary>
    public static (int From, int To)? Range(string type, IReadOnlyList<string> arguments)
    {
        var numbers = arguments.Select(argument => int.TryParse(argument.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : (int?)null).ToList();
        return (type, numbers) switch
        {
            ("has_number", _) => (int.MinValue, int.MaxValue),
            ("has_number_eq", [{ } only]) => (only, only),
            ("has_number_between", [{ } from, { } to]) => (from, to),
            ("has_number_lt", [{ } limit and > int.MinValue]) => (int.MinValue, limit - 1),
            ("has_number_lte", [{ } limit]) => (int.MinValue, limit),
            ("has_number_gt", [{ } limit and < int.MaxValue]) => (limit + 1, int.MaxValue),
            ("has_number_gte", [{ } limit]) => (limit, int.MaxValue),
            _ => null,
        };
    }

    public static bool IsOfNumber(string type) => type.StartsWith("has_number", StringComparison.Ordinal);

    /// <summary>True if a test would take what a quick reply sends.</summary>
    public static bool Takes(RapidProCase test, string reply)
    {
        if (test.Type == "has_text")
            return true;
        if (Range(test.Type, test.Arguments) is { } range)
            return int.TryParse(reply.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= range.From && number <= range.To;
        var said = TextNormalizer.Normalize(reply);
        return Of(test.Type, test.Arguments)?.Select(TextNormalizer.Normalize).Where(word => word.Length > 0)
            .Any(word => IsOnly(test.Type) ? said == word : test.Type == "has_all_words" ? word.Split(' ').All(one => $" {said} ".Contains($" {one} ", StringComparison.Ordinal)) : $" {said} ".Contains($" {word} ", StringComparison.Ordinal)) ?? false;
    }
}

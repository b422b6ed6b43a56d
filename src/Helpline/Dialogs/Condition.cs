using System.Globalization;
using Helpline.Risk;

namespace Helpline.Dialogs;

/// <summary>What a branch asks of a fact.</summary>
/// <param name="Test">How it is compared.</param>
/// <param name="Value">With what; numbers are compared as numbers.</param>
public sealed record Condition(ConditionTest Test, string Value)
{
    private static readonly (string Sign, ConditionTest Test)[] Signs =
        [("<=", ConditionTest.AtMost), (">=", ConditionTest.AtLeast), ("<", ConditionTest.Below), (">", ConditionTest.Above)];

    /// <summary>Reads what a flow says: a text, <c>&lt;13</c>, <c>&gt;=13</c>, <c>set</c>, <c>unset</c>; null if it is none of these.</summary>
    public static Condition? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        switch (text)
        {
            case "set":
                return new Condition(ConditionTest.Set, "");
            case "unset":
                return new Condition(ConditionTest.Unset, "");
        }

        foreach (var (sign, test) in Signs)
        {
            if (text.StartsWith(sign, StringComparison.Ordinal))
                return Number(text[sign.Length..].Trim()) is null ? null : new Condition(test, text[sign.Length..].Trim());
        }

        return text.Length == 0 ? null : new Condition(ConditionTest.Equal, text);
    }

    /// <summary>The other fact that this is compared with, as in <c>{fact.name}</c>; null if it is a text of its own.</summary>
    public string? OtherFact => Value.StartsWith("{fact.", StringComparison.Ordinal) && Value.EndsWith('}') ? Value[6..^1] : null;

    /// <summary>True if the fact fits. A fact that is not there is unset and fits nothing else; one that is no number is not below, above or equal to one.</summary>
    /// <param name="fact">The fact's value, or null.</param>
    /// <param name="other">Finds other facts.</param>
    public bool Holds(string? fact, Func<string, string?> other) => Test switch
    {
        ConditionTest.Set => fact is not null,
        ConditionTest.Unset => fact is null,
        ConditionTest.Equal when OtherFact is { } name => fact is not null && other(name) is { } value && TextNormalizer.Normalize(fact) is { Length: > 0 } normal && normal == TextNormalizer.Normalize(value),
        ConditionTest.Equal => fact == Value,
        _ => fact is not null && Number(fact) is { } number && Number(Value) is { } limit && Test switch
        {
            ConditionTest.Below => number < limit,
            ConditionTest.AtMost => number <= limit,
            ConditionTest.Above => number > limit,
            _ => number >= limit,
        },
    };

    /// <summary>What it asks of a fact, for people.</summary>
    public string Of(string fact) => Test switch
    {
        ConditionTest.Equal => $"{fact} = {OtherFact ?? Value}",
        ConditionTest.Set => $"{fact} set",
        ConditionTest.Unset => $"{fact} unset",
        _ => $"{fact} {Signs.First(sign => sign.Test == Test).Sign} {Value}",
    };

    private static int? Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>How a fact is compared.</summary>
public enum ConditionTest
{
    Equal,
    Below,
    AtMost,
    Above,
    AtLeast,
    Set,
    Unset,
}

namespace Helpline.Messages;

/// <summary>How a code for coming back is written: letters and digits that no hand and no eye mistakes for another.</summary>
public static class ResumeCode
{
    /// <summary>Without 0 and O, 1, I and L, U (V stands for it), S (5 does), B (8) and Z (2).</summary>
    public const string Alphabet = "23456789ACDEFGHJKMNPQRTVWXY";

    /// <summary>Signs of a code: 47 bits, far more than can be tried under the limits on trying.</summary>
    public const int Length = 10;

    /// <summary>How long a code is good for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>As it is shown: two halves.</summary>
    public static string Show(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return $"{code[..(Length / 2)]}-{code[(Length / 2)..]}";
    }

    /// <summary>What was typed, as it was made; null if it can be none.</summary>
    public static string? Read(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var code = string.Concat(typed.Where(sign => sign != '-' && !char.IsWhiteSpace(sign))).ToUpperInvariant();
        return code.Length == Length && code.All(sign => Alphabet.Contains(sign)) ? code : null;
    }
}

namespace Helpline.Risk;

/// <summary>A word of a message in normal form, and where it stands in the original (UTF-16 offsets).</summary>
public readonly record struct Token(string Normal, int Start, int Length)
{
    public int End => Start + Length;

    public override string ToString() => $"word at {Start}, {Length} long";
}

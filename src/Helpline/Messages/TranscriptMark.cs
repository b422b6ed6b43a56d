using System.Globalization;

namespace Helpline.Messages;

/// <summary>
/// A place between two lines of a child's transcript: after a line of one of its conversations. Both numbers only grow, on every node and over
/// restarts, so a mark that a client kept is good for as long as the transcript is.
/// </summary>
/// <param name="Conversation">When that conversation began, in unix milliseconds; 0 before the first.</param>
/// <param name="Sequence">The last line's number in it.</param>
public readonly record struct TranscriptMark(long Conversation, int Sequence)
{
    /// <summary>Before everything.</summary>
    public static TranscriptMark Start => default;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out TranscriptMark mark)
    {
        ArgumentNullException.ThrowIfNull(text);
        mark = default;
        if (text.Split('.') is not [var first, var second]
            || !long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var conversation)
            || !int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
            return false;
        mark = new TranscriptMark(conversation, sequence);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Conversation}.{Sequence}");
}

namespace Helpline.Conversations.Pacing;

/// <summary>A message that is answered later, together with what comes until then.</summary>
/// <param name="Text">The child's words, as far as an answer could be in them.</param>
/// <param name="BeginsAnew">True if the question that was open had been forgotten when it came.</param>
/// <param name="HasAttachments">True if one of the messages had some.</param>
public sealed record OwedAnswer(string Text, bool BeginsAnew, bool HasAttachments)
{
    /// <summary>The most of a message that is kept.</summary>
    public const int LongestText = 500;

    public override string ToString() => $"owed answer to a message of {Text.Length} characters";
}

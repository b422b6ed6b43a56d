namespace Helpline.Messages;

/// <summary>One message as a channel handed it in, not yet stored.</summary>
/// <param name="From">The child's address.</param>
/// <param name="To">The service's address it was sent to; the reply comes from there.</param>
/// <param name="ProviderId">The channel's own id of the message; (channel, provider id) has one effect, however often it is delivered.</param>
/// <param name="Text">What the child wrote, unchanged.</param>
/// <param name="Attachments">How many attachments came with it. They are counted, never fetched.</param>
/// <param name="AnsweredByCarrier">True if the carrier has already answered (STOP, START and HELP under Twilio's opt-out handling): the dialog moves on silently.</param>
public sealed record InboundMessage(
    Address From,
    Address To,
    string ProviderId,
    string Text,
    int Attachments = 0,
    bool AnsweredByCarrier = false)
{
    /// <summary>The longest text that is taken in, in UTF-16 units: more than any SMS or chat line that a person types.</summary>
    public const int LongestText = 16_000;

    public override string ToString() => $"{From.Channel} message of {Text.Length} characters";
}

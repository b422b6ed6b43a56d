namespace Helpline.Messages;

/// <summary>
/// Where a message comes from or goes to: a channel's name and the address in that channel's own form
/// (E.164 for SMS, <c>whatsapp:+…</c> for WhatsApp, a web chat's conversation id).
/// </summary>
/// <remarks><see cref="ToString"/> never shows the address: it is a child's number (invariant 9).</remarks>
public sealed record Address(string Channel, string Value)
{
    public override string ToString() => $"{Channel}:[hidden]";
}

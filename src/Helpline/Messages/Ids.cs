namespace Helpline.Messages;

/// <summary>A child's address on one channel. UUIDv7.</summary>
public readonly record struct ContactId(Guid Value)
{
    public override string ToString() => Value.ToString("N");
}

/// <summary>One conversation, from the first message to the counsellor's close. UUIDv7.</summary>
public readonly record struct ConversationId(Guid Value)
{
    public override string ToString() => Value.ToString("N");
}

/// <summary>A message in the outbox. UUIDv7; travels in callback URLs.</summary>
public readonly record struct OutboundId(Guid Value)
{
    public override string ToString() => Value.ToString("N");
}

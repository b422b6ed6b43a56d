using Helpline.Messages;

namespace Helpline.Storage.Sql;

/// <summary>A message that a worker has claimed, ready for its channel.</summary>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Unanswered">Attempts so far that had no answer: each may have reached the child.</param>
/// <param name="Urgent">True if it is urgent, or holds up one behind it that is.</param>
/// <param name="ClaimedAt">The worker has <see cref="Outbox.LongestSend"/> from then on; after that others think it dead.</param>
/// <param name="HasMore">True if another message waits behind it.</param>
public sealed record ClaimedMessage(OutgoingText Message, ContactId Contact, ConversationId Conversation, int Attempt, int Unanswered, bool Urgent, DateTimeOffset ClaimedAt, bool HasMore);

/// <summary>What is to be recorded about a claimed message.</summary>
/// <param name="ProviderId">The provider's id, if it gave one.</param>
public sealed record DeliveryRecord(ClaimedMessage Message, DeliveryDecision Decision, string? ProviderId = null);

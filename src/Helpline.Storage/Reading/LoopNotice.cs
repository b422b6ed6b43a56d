using Helpline.Conversations.Pacing;
using Helpline.Messages;

namespace Helpline.Storage.Reading;

/// <summary>A robot that answers ours, or did. Never its address.</summary>
/// <param name="Name">Its pseudonym.</param>
/// <param name="Until">Until when the bot is silent there, if nothing ends it before.</param>
/// <param name="EndedAt">When a person's message, or an operator, ended it.</param>
public sealed record LoopNotice(ContactId Contact, string Name, string Channel, LoopKind Kind, DateTimeOffset Since, DateTimeOffset Until, DateTimeOffset? EndedAt)
{
    public bool IsSilent(DateTimeOffset now) => EndedAt is null && now < Until;
}

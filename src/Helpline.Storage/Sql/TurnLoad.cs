using Helpline.Messages;

namespace Helpline.Storage.Sql;

/// <summary>What was loaded for a group of turns.</summary>
/// <param name="Sessions">Those that can be run.</param>
/// <param name="Failures">Contacts whose rows could not be opened.</param>
/// <param name="CutOff">Contacts that found no room in this load: ask again.</param>
/// <param name="Held">Contacts with earlier messages in another node's spool: ask again soon.</param>
public sealed record TurnLoad(IReadOnlyList<ConversationSession> Sessions, IReadOnlyList<TurnFailure> Failures, IReadOnlyList<ContactId> CutOff, IReadOnlyList<ContactId> Held);

/// <summary>A turn that died.</summary>
/// <param name="Error">The kind of error, not its words.</param>
public sealed record TurnFailure(ContactId Contact, string Error);

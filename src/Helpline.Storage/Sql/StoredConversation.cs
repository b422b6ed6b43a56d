using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Helpline.Conversations;
using Helpline.Conversations.Pacing;
using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Encryption;
using Helpline.Storage.Sql.Rows;

namespace Helpline.Storage.Sql;

/// <summary>A conversation as its rows say it. With <c>salvages</c> what does not open is left out, so that a damaged row keeps nobody from a person.</summary>
internal static class StoredConversation
{
    public static Conversation Read(ConversationRow row, HandoffRow? handoff, DataKey key, bool salvages)
    {
        var state = Open(salvages, ConversationState.Empty, () => ConversationState.Parse(key.Open(row.StateBox, Places.State(row.Id))));
        return new Conversation
        {
            Id = new ConversationId(row.Id),
            Contact = new ContactId(row.ContactId),
            Lifecycle = (LifecycleState)row.Lifecycle,
            Risk = (RiskLevel)row.RiskLevel,
            Revision = row.Revision,
            Position = state.Position,
            Facts = state.Facts,
            Misses = state.Misses,
            Steps = state.Steps,
            Silences = state.Silences,
            FollowUp = state.FollowUp,
            BeganAt = state.BeganAt,
            Pace = Pace(row, key, salvages),
            Handoff = handoff is null ? null : HandoffOf(handoff, key),
            NextSequence = row.NextSequence,
            LastHeardAt = row.LastHeardAt?.ToTime(),
        };
    }

    /// <summary>A new conversation takes over from the last one what the child has chosen and made for itself, and the pace of the exchange, and nothing else.</summary>
    public static Conversation Next(ContactRow contact, ConversationRow? earlier, DataKey key, bool salvages, DateTimeOffset now)
    {
        var kept = earlier is null
            ? ImmutableDictionary<string, string>.Empty
            : Open(salvages, ConversationState.Empty, () => ConversationState.Parse(key.Open(earlier.StateBox, Places.State(earlier.Id)))).Facts;
        return new Conversation
        {
            Id = new ConversationId(Guid.CreateVersion7(now)),
            Contact = new ContactId(contact.Id),
            Facts = kept.Where(fact => FactNames.IsKept(fact.Key)).ToImmutableDictionary(),
            IsReturning = earlier is not null,
            Pace = earlier is null ? AnswerPace.Fresh : Pace(earlier, key, salvages).ForNext(),
        };
    }

    private static AnswerPace Pace(ConversationRow row, DataKey key, bool salvages) =>
        row.PaceBox is { } box ? Open(salvages, AnswerPace.Fresh, () => PaceState.Parse(key.Open(box, Places.Pace(row.Id)))) : AnswerPace.Fresh;

    public static T Open<T>(bool salvages, T instead, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception error) when (salvages && error is CryptographicException or JsonException)
        {
            return instead;
        }
    }

    public static Handoff HandoffOf(HandoffRow row, DataKey key) =>
        new(row.Number, (HandoffState)row.State, row.Reason, (Danger?)row.Danger, (RiskLevel)row.RiskLevel, row.OpenedAt.ToTime())
        {
            Counsellor = row.CounsellorId is { } counsellor ? new CounsellorId(counsellor) : null,
            TakenAt = row.TakenAt?.ToTime(),
            EndedAt = row.EndedAt?.ToTime(),
            Outcome = (HandoffOutcome?)row.Outcome,
            ClosingLevel = (RiskLevel?)row.ClosingLevel,
            Note = row.NoteBox is { } note ? key.Open(note, Places.Note(row.ConversationId, row.Number)) : null,
        };
}

using System.Text.Json;
using Helpline.Conversations.Pacing;

namespace Helpline.Storage.Sql;

/// <summary>An exchange's pace as sealed JSON, beside the dialog's state: it is bounded by itself, some 300 bytes and what is owed, and no dialog makes it larger.</summary>
internal static class PaceState
{
    /// <summary>Null: fresh.</summary>
    public static string? ToJson(AnswerPace pace) => pace == AnswerPace.Fresh ? null : JsonSerializer.Serialize(pace, ConversationState.Compact);

    public static AnswerPace Parse(string json) =>
        JsonSerializer.Deserialize<AnswerPace>(json, ConversationState.Compact) ?? throw new JsonException("A conversation's pace is empty.");
}

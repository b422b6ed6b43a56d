using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Dialogs.Lint;
using Helpline.Risk;

namespace Helpline.Storage.Sql;

/// <summary>The part of a conversation that is stored as sealed JSON; never more than <see cref="StateSizeChecks.MostBytes"/>, which the linter proves of a library.</summary>
internal sealed record ConversationState(string? State, ImmutableDictionary<string, string> Facts, int Misses, RiskSteps Steps)
{
    internal static readonly JsonSerializerOptions Compact = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is sealed, never part of a page; a child's Urdu words would take three times the room
        Converters = { new FrameJson(), new MomentJson() },
    };

    public static ConversationState Empty { get; } = new(null, ImmutableDictionary<string, string>.Empty, 0, RiskSteps.None);

    /// <summary>What earlier versions stored instead of <see cref="Callers"/>.</summary>
    public string? Caller { get; init; }

    public IReadOnlyList<Frame>? Callers { get; init; }

    public int Silences { get; init; }

    public string? FollowUp { get; init; }

    public DateTimeOffset? BeganAt { get; init; }

    [JsonIgnore]
    public DialogPosition Position => new(State) { Callers = Callers ?? (Caller is null ? [] : [new Frame(Caller, AsksOnly: true)]) };

    public static ConversationState Of(Conversation conversation) => new(conversation.Position.State, conversation.Facts, conversation.Misses, conversation.Steps)
    {
        Callers = conversation.Position.Callers.Count == 0 ? null : conversation.Position.Callers,
        Silences = conversation.Silences,
        FollowUp = conversation.FollowUp,
        BeganAt = conversation.BeganAt,
    };

    public static ConversationState Parse(string json) =>
        JsonSerializer.Deserialize<ConversationState>(json, Compact) ?? throw new JsonException("A conversation's state is empty.");

    public string ToJson() => JsonSerializer.Serialize(this, Compact);
}

using System.Collections.Immutable;
using System.Text.Json;
using Helpline.Dialogs;
using Helpline.Risk;

namespace Helpline.Storage.Sql;

/// <summary>The part of a conversation that is stored as sealed JSON.</summary>
internal sealed record ConversationState(string? State, string? Caller, ImmutableDictionary<string, string> Facts, int Misses, RiskSteps Steps)
{
    public static ConversationState Empty { get; } = new(null, null, ImmutableDictionary<string, string>.Empty, 0, RiskSteps.None);

    public DialogPosition Position => new(State, Caller);

    public static ConversationState Parse(string json) =>
        JsonSerializer.Deserialize<ConversationState>(json) ?? throw new JsonException("A conversation's state is empty.");

    public string ToJson() => JsonSerializer.Serialize(this);
}

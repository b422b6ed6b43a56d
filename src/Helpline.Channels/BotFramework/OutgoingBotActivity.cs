using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Helpline.Channels.ActivityProtocol;
using Helpline.Messages;

namespace Helpline.Channels.BotFramework;

/// <summary>A message of ours as connectors read it.</summary>
internal sealed record OutgoingBotActivity(string ChannelId, string ServiceUrl, BotParty From, BotParty Recipient, ActivityConversation Conversation, string Text)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Type { get; init; } = "message";

    /// <summary>Words are shown as they are. Without it channels take them for Markdown.</summary>
    public string TextFormat { get; init; } = "plain";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SuggestedActions? SuggestedActions { get; init; }

    public static OutgoingBotActivity Of(ConversationReference reference, string text)
    {
        var replies = QuickReplies.Of(text);
        var hasButtons = ChannelButtons.Show(reference.ChannelId, replies.Labels);
        return new OutgoingBotActivity(
            reference.ChannelId, reference.ServiceUrl, new BotParty(reference.Bot), new BotParty(reference.User), new ActivityConversation(reference.Conversation), hasButtons ? replies.Line : text)
        {
            SuggestedActions = hasButtons ? SuggestedActions.Of(replies.Labels) : null,
        };
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    public override string ToString() => $"{Type} of {Text.Length} characters";
}

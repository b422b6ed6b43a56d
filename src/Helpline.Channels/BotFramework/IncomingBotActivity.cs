using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Helpline.Messages;

namespace Helpline.Channels.BotFramework;

/// <summary>What counts of an activity that a connector has posted.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">Its id, unique in its conversation; empty if it has none.</param>
/// <param name="Reference">Where it comes from, with the service URL that it says itself.</param>
/// <param name="IsGroup">True if others read along.</param>
/// <param name="IsFromBot">True if no person wrote it.</param>
/// <param name="Text">What the child wrote or chose.</param>
/// <param name="Attachments">How many attachments it names. They are never looked at.</param>
/// <param name="Timestamp">When it was sent or, if it changes a message, when that was changed.</param>
internal sealed record IncomingBotActivity(
    string Type, string Id, ConversationReference Reference, bool IsGroup, bool IsFromBot, string Text, int Attachments, string Timestamp)
{
    private const int LongestId = 1024;

    private const int MostAttachments = 100;

    public string ChannelId => Reference.ChannelId;

    public string ServiceUrl => Reference.ServiceUrl;

    public override string ToString() => $"{Type} of {Text.Length} characters";

    /// <summary>The id under which it has one effect. Keyed: ids of conversations are people's numbers and names on some channels, and this one is stored and logged as it is.</summary>
    public string ProviderId(string key) => Convert.ToHexStringLower(HMACSHA256.HashData(
        Encoding.UTF8.GetBytes(key),
        JsonSerializer.SerializeToUtf8Bytes<string[]>([ChannelId, Reference.Conversation, Id, Type == "messageUpdate" ? Timestamp : ""])));

    /// <summary>Reads it; what is wrong with it, if it cannot be.</summary>
    public static (IncomingBotActivity? Activity, string Problem) Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 64 });
            var root = document.RootElement;
            if (root.TextOf("type") is not { Length: > 0 } type)
                return (null, "The body must be an activity: a JSON object with a type.");
            var (from, recipient, conversation) = (Part(root, "from"), Part(root, "recipient"), Part(root, "conversation"));
            var reference = new ConversationReference(
                root.TextOf("serviceUrl") ?? "", root.TextOf("channelId") ?? "", conversation.TextOf("id") ?? "", from.TextOf("id") ?? "", recipient.TextOf("id") ?? "");
            string[] ids = [root.TextOf("id") ?? "", reference.ChannelId, reference.Conversation, reference.User, reference.Bot];
            if (ids.Any(id => id.Length > LongestId || id.Any(char.IsControl)))
                return (null, $"Ids must have at most {LongestId} characters, and no control characters.");
            if (reference.ServiceUrl.Length == 0 || reference.ChannelId.Length == 0)
                return (null, "The activity must have serviceUrl and channelId.");
            var text = root.TextOf("text") is { Length: > 0 } words ? words : root.TextOf("value") ?? "";
            return (new IncomingBotActivity(type, ids[0], reference, IsGroupOf(conversation), from.TextOf("role") == "bot", text, Count(root), root.TextOf("timestamp") ?? ""), "");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // the latter: a string that is no valid UTF-16
        {
            return (null, "The body cannot be read as JSON in UTF-8.");
        }
    }

    /// <summary>As a message of the child's; what is missing, if it is none.</summary>
    public (InboundMessage? Message, string Problem) ToMessage(string key)
    {
        if (Id.Length == 0 || Reference.Conversation.Length == 0 || Reference.User.Length == 0)
            return (null, "A message must have id, conversation.id and from.id.");
        if (Text.Length > InboundMessage.LongestText)
            return (null, $"The text is longer than {InboundMessage.LongestText} characters.");
        var isWordless = string.IsNullOrWhiteSpace(Text) && Attachments == 0; // a sticker, a place: something that only its network can show
        return (new InboundMessage(Reference.Child, Reference.Service, ProviderId(key), Text, isWordless ? 1 : Attachments), "");
    }

    private static bool IsGroupOf(JsonElement conversation) =>
        (conversation.ValueKind == JsonValueKind.Object && conversation.TryGetProperty("isGroup", out var flag) && flag.ValueKind == JsonValueKind.True)
        || conversation.TextOf("conversationType") is "groupChat" or "channel"; // Teams' words

    /// <summary>Teams sends a copy of formatted words as an attachment of HTML: that is no picture.</summary>
    private static int Count(JsonElement root) =>
        root.TryGetProperty("attachments", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Take(MostAttachments).Count(item => item.TextOf("contentType") != "text/html" || item.TextOf("contentUrl") is not null)
            : 0;

    private static JsonElement Part(JsonElement root, string name) => root.TryGetProperty(name, out var part) ? part : default;
}

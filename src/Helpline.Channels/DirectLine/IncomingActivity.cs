using System.Text.Json;
using Helpline.Messages;

namespace Helpline.Channels.DirectLine;

/// <summary>What counts of an activity that a client has posted.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">The client's own id of it, the same when it is posted again; null if it has none.</param>
/// <param name="Text">What the child wrote or chose.</param>
/// <param name="Attachments">How many attachments it names. They are never looked at.</param>
internal sealed record IncomingActivity(string Type, string? Id, string Text, int Attachments)
{
    private const int LongestId = 64;

    private const int MostAttachments = 100;

    public override string ToString() => $"{Type} of {Text.Length} characters";

    /// <summary>Reads it; what is wrong with it, if it cannot be.</summary>
    public static (IncomingActivity? Activity, string Problem) Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return (null, "The body must be an activity: a JSON object.");
            if (root.TextOf("type") is not { Length: > 0 } type)
                return (null, "The activity has no type; a child's message has the type 'message'.");
            var text = root.TextOf("text") is { Length: > 0 } words ? words : root.TextOf("value") ?? "";
            if (text.Length > InboundMessage.LongestText)
                return (null, $"The text is longer than {InboundMessage.LongestText} characters; send it in parts.");
            var attachments = root.TryGetProperty("attachments", out var list) && list.ValueKind == JsonValueKind.Array ? Math.Min(list.GetArrayLength(), MostAttachments) : 0;
            var own = root.TryGetProperty("channelData", out var data) && data.ValueKind == JsonValueKind.Object ? data.TextOf("clientActivityID") : null;
            return (new IncomingActivity(type, Usable(own) ?? Usable(root.TextOf("id")), text, attachments), "");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // the latter: a string that is no valid UTF-16
        {
            return (null, "The body cannot be read as JSON in UTF-8.");
        }
    }

    private static string? Usable(string? id) => id is { Length: > 0 and <= LongestId } && !id.Any(character => char.IsControl(character) || char.IsSurrogate(character)) ? id : null;
}

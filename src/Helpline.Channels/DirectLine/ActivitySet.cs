using System.Text.Encodings.Web;
using System.Text.Json;
using Helpline.Messages;

namespace Helpline.Channels.DirectLine;

/// <summary>What a poll answers and a stream's frame holds: activities, and the watermark to go on from.</summary>
internal sealed record ActivitySet(IReadOnlyList<Activity> Activities, string Watermark)
{
    /// <summary>Urdu takes two bytes a letter so, and six if it were escaped; it is read as JSON only, and children pay for data.</summary>
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ActivitySet Of(TranscriptPage page, string conversation, string? user) =>
        new([.. page.Lines.Select(line => Activity.Of(line, conversation, user))], page.Mark.ToString());

    /// <summary>The mark that a client's watermark means; null if it is none. Without one, and for <c>0</c> and <c>-</c>, which clients and samples write for it: the start.</summary>
    public static TranscriptMark? MarkOf(string? watermark) =>
        watermark is null or "" or "0" or "-" ? TranscriptMark.Start
        : TranscriptMark.TryParse(watermark, out var mark) ? mark
        : null;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}

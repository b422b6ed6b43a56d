using System.Text.Json;
using System.Text.Json.Serialization;
using Helpline.Dialogs;

namespace Helpline.Storage.Sql;

/// <summary>A frame as the name of its state, with a question mark if it only asks again. Earlier versions wrote an object.</summary>
internal sealed class FrameJson : JsonConverter<Frame>
{
    private const char AsksOnly = '?';

    public override Frame Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
            return JsonSerializer.Deserialize<Frame>(ref reader);
        var text = reader.GetString() ?? throw new JsonException("A frame is empty.");
        return new Frame(text.TrimEnd(AsksOnly), text.EndsWith(AsksOnly));
    }

    public override void Write(Utf8JsonWriter writer, Frame value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.AsksOnly ? value.State + AsksOnly : value.State);
}

using System.Text.Json;

namespace Helpline.Channels;

/// <summary>What a provider's or a client's JSON may hold, or not.</summary>
internal static class JsonReading
{
    /// <summary>The property if it is a string; else null.</summary>
    /// <exception cref="InvalidOperationException">The string is no valid UTF-16.</exception>
    public static string? TextOf(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

using System.Buffers.Text;

namespace Helpline.Benchmarks.Load;

/// <summary>As much of HTTP/1.1 as two programs on one machine need of one another: a head, and a body whose length it tells.</summary>
internal static class HttpMessage
{
    /// <summary>True if the bytes are a whole request or answer.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> message) => LengthOfHead(message) is > 0 and var head && message.Length >= head + LengthOfBody(message[..head]);

    /// <summary>What follows the head.</summary>
    public static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> message) => message[LengthOfHead(message)..];

    private static int LengthOfHead(ReadOnlySpan<byte> message)
    {
        var end = message.IndexOf("\r\n\r\n"u8);
        return end < 0 ? 0 : end + 4;
    }

    private static int LengthOfBody(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + "Content-Length: ".Length)..], out int length, out _) ? length : 0;
    }
}

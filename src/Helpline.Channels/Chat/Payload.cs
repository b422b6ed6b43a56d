using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Helpline.Channels.Chat;

/// <summary>Something that a browser gets, as small as it takes it. Nothing of the chat stays in a browser: not in its cache either.</summary>
internal sealed class Payload(byte[] content, string type, CompressionLevel level = CompressionLevel.SmallestSize)
{
    private readonly byte[] _brotli = Compress(content, stream => new BrotliStream(stream, level));
    private readonly byte[] _gzip = Compress(content, stream => new GZipStream(stream, level));

    public IResult Answer(HttpContext http)
    {
        var accepted = http.Request.Headers.AcceptEncoding.ToString().Split(',').Select(part => part.Split(';')[0].Trim()).ToList();
        var (encoding, bytes) = accepted.Contains("br", StringComparer.OrdinalIgnoreCase) ? ("br", _brotli)
            : accepted.Contains("gzip", StringComparer.OrdinalIgnoreCase) ? ("gzip", _gzip)
            : ("", content);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Vary = "Accept-Encoding";
        if (encoding.Length > 0)
            http.Response.Headers.ContentEncoding = encoding;
        return Results.Bytes(bytes, type);
    }

    private static byte[] Compress(byte[] content, Func<Stream, Stream> open)
    {
        using var compressed = new MemoryStream();
        using (var stream = open(compressed))
            stream.Write(content);
        return compressed.ToArray();
    }
}

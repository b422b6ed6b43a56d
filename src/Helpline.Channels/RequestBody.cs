using Microsoft.AspNetCore.Http;

namespace Helpline.Channels;

/// <summary>Reads a body that a stranger may have sent.</summary>
internal static class RequestBody
{
    /// <summary>The body; null if it has more bytes than <paramref name="largest"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>?> BodyAsync(this HttpRequest request, int largest, CancellationToken cancellationToken)
    {
        if (request.ContentLength > largest)
            return null;
        using var body = new MemoryStream();
        var buffer = new byte[4096];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            if (body.Length + count > largest)
                return null;
            body.Write(buffer, 0, count);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}

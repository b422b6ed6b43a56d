using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Helpline.Benchmarks.Load;

/// <summary>
/// The provider's side of sending: answers 201 at once and tells who was texted. Written on sockets because it shares two cores with what it is to
/// measure; a web framework here would cost about as much as the server's own web side.
/// </summary>
internal sealed class ProviderStub : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Action<int, Guid, string> _onSms;

    /// <param name="onSms">The child that was texted, the server's id of the message, and ours.</param>
    public ProviderStub(Action<int, Guid, string> onSms)
    {
        _onSms = onSms;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        _ = AcceptAsync();
    }

    public string Url => $"http://{_listener.LocalEndPoint}";

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptAsync());
        }
        catch (SocketException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var _ = socket;
        socket.NoDelay = true;
        var request = new byte[16 * 1024];
        var answer = new byte[256];
        try
        {
            while (true)
            {
                var length = 0;
                do
                {
                    var received = length < request.Length ? await socket.ReceiveAsync(request.AsMemory(length)) : 0;
                    if (received == 0)
                        return;
                    length += received;
                }
                while (!HttpMessage.IsWhole(request.AsSpan(0, length)));

                if (!request.AsSpan().StartsWith("POST "u8))
                {
                    // Somebody asks what became of a message: nothing here is ever in doubt.
                    await socket.SendAsync("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
                    continue;
                }

                var (child, message) = Parse(HttpMessage.Body(request.AsSpan(0, length)));
                var sid = Twilio.NewSid();
                var json = $"{{\"sid\":\"{sid}\",\"status\":\"queued\"}}";
                var written = Encoding.ASCII.GetBytes($"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}", answer);
                await socket.SendAsync(answer.AsMemory(0, written));
                _onSms(child, message, sid);
            }
        }
        catch (SocketException)
        {
            // The server has gone.
        }
    }

    private static (int Child, Guid Message) Parse(ReadOnlySpan<byte> form)
    {
        var to = form.StartsWith("To="u8) ? "To="u8.Length : form.IndexOf("&To="u8) + "&To="u8.Length;
        var message = form.IndexOf("message%3D"u8) + "message%3D"u8.Length;
        return Utf8Parser.TryParse(form[(to + "%2B"u8.Length)..], out long number, out _) && Utf8Parser.TryParse(form.Slice(message, 32), out Guid id, out _, 'N')
            ? (Twilio.ChildOf(number), id)
            : throw new InvalidOperationException("The server sent something that is no SMS as Twilio takes it: To or StatusCallback?message= is missing.");
    }
}

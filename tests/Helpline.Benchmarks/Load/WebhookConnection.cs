using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Helpline.Benchmarks.Load;

/// <summary>One kept-alive HTTP/1.1 connection to a node. One exchange at a time.</summary>
internal sealed class WebhookConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[8192];

    /// <summary>For the next request.</summary>
    public SignedPost Post { get; } = new();

    public async ValueTask ConnectAsync(int port) => await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));

    /// <summary>Sends a request; the status of the answer, 0 if it cannot be read.</summary>
    public async ValueTask<int> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        var length = 0;
        while (length < _answer.Length)
        {
            var received = await _socket.ReceiveAsync(_answer.AsMemory(length));
            if (received == 0)
                return 0;
            length += received;
            if (HttpMessage.IsWhole(_answer.AsSpan(0, length)))
                return Utf8Parser.TryParse(_answer.AsSpan("HTTP/1.1 ".Length), out int status, out _) ? status : 0;
        }

        return 0;
    }

    public void Dispose() => _socket.Dispose();
}

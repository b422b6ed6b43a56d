using System.Net;
using System.Net.Sockets;

namespace Helpline.Benchmarks.Load;

/// <summary>Answers every request with an empty 200 at once, and counts them.</summary>
internal sealed class PlainServer : IDisposable
{
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private int _answered;

    public PlainServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public int Answered => Volatile.Read(ref _answered);

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
        try
        {
            for (var length = 0; await socket.ReceiveAsync(request.AsMemory(length)) is > 0 and var received;)
            {
                length += received;
                if (!HttpMessage.IsWhole(request.AsSpan(0, length)))
                    continue;
                await socket.SendAsync(Answer);
                Interlocked.Increment(ref _answered);
                length = 0;
            }
        }
        catch (SocketException)
        {
            // Kannel has gone.
        }
    }
}

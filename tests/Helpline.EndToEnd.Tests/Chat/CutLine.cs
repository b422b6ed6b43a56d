using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Helpline.EndToEnd.Tests.Chat;

/// <summary>A line between a browser and the server that a test cuts: nothing passes, or what is asked arrives and no answer comes back.</summary>
internal sealed class CutLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _listening;

    /// <param name="server">Where it leads.</param>
    /// <param name="from">The address of this machine that the server sees, which it counts tries by.</param>
    public CutLine(Uri server, string from = "127.0.0.1")
    {
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _listening = ListenAsync(server, new IPEndPoint(IPAddress.Parse(from), 0));
    }

    /// <summary>The browser's end.</summary>
    public Uri Url { get; }

    /// <summary>True: nobody gets through.</summary>
    public bool IsCut { get; set; }

    /// <summary>True: answers are lost, after what was asked has had its effect.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Ends all connections.</summary>
    public void Drop()
    {
        foreach (var socket in _open.Keys)
            socket.Close(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        Drop();
        await _listening;
        _ended.Dispose();
    }

    private async Task ListenAsync(Uri server, IPEndPoint from)
    {
        try
        {
            while (true)
            {
                var browser = await _listener.AcceptSocketAsync(_ended.Token);
                if (IsCut)
                    browser.Close(0);
                else
                    _ = PassAsync(browser, server, from);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(Socket browser, Uri server, IPEndPoint from)
    {
        using var there = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        there.Bind(from);
        _open[browser] = _open[there] = true;
        try
        {
            await there.ConnectAsync(server.Host, server.Port, _ended.Token);
            await Task.WhenAny(CopyAsync(browser, there, () => false), CopyAsync(there, browser, () => LosesAnswers));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Cut.
        }
        finally
        {
            _open.TryRemove(browser, out _);
            _open.TryRemove(there, out _);
            browser.Close(0);
        }
    }

    private async Task CopyAsync(Socket from, Socket to, Func<bool> isLost)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer, _ended.Token) is var count and > 0)
        {
            if (isLost())
                return;
            await to.SendAsync(buffer.AsMemory(0, count), _ended.Token);
        }
    }
}

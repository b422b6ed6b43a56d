using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Helpline.Servers;

/// <summary>
/// Loopback ports that nobody listens on. They lie below the range from which the kernel takes ports for outgoing connections, so that a server
/// that was stopped finds its port free again.
/// </summary>
public static class FreePort
{
    private static readonly ConcurrentDictionary<int, bool> Taken = new();

    /// <summary>A port that this process has not been given before.</summary>
    public static int Take()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 32_000);
            if (IsFree(port) && Taken.TryAdd(port, true))
                return port;
        }
    }

    /// <summary>A port that is free together with those that lie so far above it.</summary>
    public static int Take(params IReadOnlyList<int> above)
    {
        while (true)
        {
            var port = Take();
            if (above.All(distance => IsFree(port + distance) && Taken.TryAdd(port + distance, true)))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

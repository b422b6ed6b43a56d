using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Helpline.EndToEnd.Tests.Hostile;

/// <summary>A request as no HTTP library would send it, byte by byte.</summary>
/// <param name="Head">Request line and headers, without the empty line.</param>
/// <param name="Piece">What the body is made of.</param>
/// <param name="Pieces">How often; the server may end it sooner.</param>
/// <param name="Pause">Between two pieces.</param>
/// <param name="Ends">True if the sender says that nothing more comes.</param>
internal sealed record RawRequest(string Head, byte[] Piece, int Pieces, TimeSpan Pause, bool Ends)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <summary>The status that the server answers; null if it closed the connection without one.</summary>
    /// <exception cref="OperationCanceledException">It did neither.</exception>
    public async Task<int?> SendAsync(Uri server, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, patience.Token);
        await using var stream = client.GetStream();
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
        var writing = WriteAsync(client, stream, answered.Token);
        var status = await StatusAsync(stream, patience.Token);
        await answered.CancelAsync();
        await writing;
        return status;
    }

    private async Task WriteAsync(TcpClient client, NetworkStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(Head + "\r\n\r\n"), cancellationToken);
            for (var i = 0; i < Pieces; i++)
            {
                await stream.WriteAsync(Piece, cancellationToken);
                if (Pause > TimeSpan.Zero)
                    await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }

            if (Ends)
                client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            // the server has had enough
        }
    }

    private static async Task<int?> StatusAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var buffer = new byte[1];
        try
        {
            while (line.Length < 12 && await stream.ReadAsync(buffer, cancellationToken) == 1)
                line.Append((char)buffer[0]);
        }
        catch (IOException)
        {
            // reset
        }

        return line.Length == 12 ? int.Parse(line.ToString(9, 3), CultureInfo.InvariantCulture) : null;
    }
}

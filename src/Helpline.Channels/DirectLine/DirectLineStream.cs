using System.Net.WebSockets;
using System.Threading.Channels;
using Helpline.Messages;

namespace Helpline.Channels.DirectLine;

/// <summary>
/// One open WebSocket: sends what the transcript has after its mark. It keeps no messages: it is woken, reads the next page, sends it, and only then
/// reads on. So a slow client costs a page of memory, and one that takes nothing for <see cref="LongestSend"/> is cut off, and replays later.
/// </summary>
internal sealed class DirectLineStream(string conversation, string? user, TranscriptMark mark, WebSocket socket, DirectLineReading reading, TimeProvider time) : IDisposable
{
    /// <summary>After so long without a frame an empty one is sent: networks and clients forget a silent connection.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestClose = TimeSpan.FromSeconds(2);

    /// <summary>Bytes that a client may send at once on a stream, on which it has nothing to say: it sends empty frames, too.</summary>
    private const int MostReceived = 1024;

    private readonly Channel<bool> _wakes = System.Threading.Channels.Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private TranscriptMark _mark = mark;
    private long _sentAt = time.GetTimestamp();
    private bool _hasNews = true;
    private (WebSocketCloseStatus Status, string Reason)? _close;

    public string Conversation => conversation;

    /// <summary>Completes when the client is no longer served.</summary>
    public Task Ended => _done.Task;

    /// <summary>What has been sent.</summary>
    public TranscriptMark Mark
    {
        get
        {
            lock (_lock)
                return _mark;
        }
    }

    /// <summary>There may be something to send.</summary>
    public void Wake()
    {
        lock (_lock)
            _hasNews = true;
        _wakes.Writer.TryWrite(true);
    }

    /// <summary>Called every few seconds: sends an empty frame when it is time.</summary>
    public void Tick()
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_sentAt) < KeepAlive)
                return;
        }

        _wakes.Writer.TryWrite(true);
    }

    /// <summary>Ends it, with a reason for the client.</summary>
    public void Close(WebSocketCloseStatus status, string reason)
    {
        lock (_lock)
            _close ??= (status, reason);
        _wakes.Writer.TryComplete();
    }

    /// <summary>Serves the client until it leaves or is cut off, or <see cref="Close"/> is called.</summary>
    public async Task RunAsync()
    {
        Wake();
        var receiving = ReceiveAsync();
        try
        {
            await foreach (var _ in _wakes.Reader.ReadAllAsync(CancellationToken.None))
                await SendAsync();
            await SayGoodbyeAsync(receiving);
        }
        catch (Exception error) when (IsGone(error))
        {
            // The client has left, or takes nothing: it comes back with its watermark.
        }
        finally
        {
            await _ended.CancelAsync();
            socket.Abort();
            await receiving;
            _done.TrySetResult();
        }
    }

    public void Dispose()
    {
        _ended.Dispose();
        socket.Dispose();
    }

    private async Task SendAsync()
    {
        while (TakeNews())
        {
            if (await reading.TryReadAsync(conversation, Mark, _ended.Token) is not { } page)
                break; // the next look at the database, every few seconds, wakes it again
            if (page.Lines.Count > 0)
                await SendAsync(ActivitySet.Of(page, conversation, user).ToJson());
            lock (_lock)
            {
                _mark = page.Mark;
                _hasNews |= page.HasMore;
            }

            await reading.DeliveredAsync(page);
        }

        if (time.GetElapsedTime(_sentAt) >= KeepAlive)
            await SendAsync([]);
    }

    private bool TakeNews()
    {
        lock (_lock)
        {
            var had = _hasNews;
            _hasNews = false;
            return had;
        }
    }

    private async Task SendAsync(byte[] frame)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        await using var timer = time.CreateTimer(_ => limit.Cancel(), null, LongestSend, Timeout.InfiniteTimeSpan);
        await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, limit.Token);
        lock (_lock)
            _sentAt = time.GetTimestamp();
    }

    /// <summary>Reads what the client sends, so that its going away is seen; ends the stream then. Waits without a buffer: most streams are silent.</summary>
    private async Task ReceiveAsync()
    {
        var buffer = new byte[64];
        var received = 0;
        try
        {
            while (true)
            {
                var frame = await socket.ReceiveAsync(Memory<byte>.Empty, _ended.Token);
                if (frame.MessageType != WebSocketMessageType.Close && !frame.EndOfMessage)
                    frame = await socket.ReceiveAsync(buffer.AsMemory(), _ended.Token);
                if (frame.MessageType == WebSocketMessageType.Close)
                {
                    Close(WebSocketCloseStatus.NormalClosure, "");
                    return;
                }

                received = frame.EndOfMessage ? 0 : received + frame.Count;
                if (received > MostReceived)
                {
                    Close(WebSocketCloseStatus.MessageTooBig, "post activities; nothing is read here");
                    return;
                }
            }
        }
        catch (Exception error) when (IsGone(error))
        {
            await _ended.CancelAsync();
            _wakes.Writer.TryComplete();
        }
    }

    private async Task SayGoodbyeAsync(Task receiving)
    {
        if (_close is not var (status, reason) || socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        using var limit = new CancellationTokenSource(LongestClose, time);
        await socket.CloseOutputAsync(status, reason, limit.Token);
        await receiving.WaitAsync(LongestClose, time, CancellationToken.None);
    }

    private static bool IsGone(Exception error) => error is WebSocketException or OperationCanceledException or IOException or TimeoutException or ObjectDisposedException;
}

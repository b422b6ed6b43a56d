using System.Collections.Concurrent;
using System.Net.WebSockets;
using Helpline.Messages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Helpline.Channels.DirectLine;

/// <summary>
/// This node's open streams, one a conversation: a new one takes over from the old. Hints wake them; since hints may be lost, the database is asked every few
/// seconds, for hundreds at a time. Thread-safe.
/// </summary>
internal sealed partial class DirectLineStreams(
    DirectLineOptions options,
    ITranscript transcript,
    IChatHints hints,
    DirectLineReading reading,
    TimeProvider time,
    ILogger<DirectLineStreams> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(4);

    /// <summary>Children in one question to the database; between two questions there is a pause, or thousands of children's would hold up messages.</summary>
    private const int LargestQuestion = 250;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, DirectLineStream> _streams = new();
    private volatile bool _isStopping;

    /// <summary>False if the node has as many as it may.</summary>
    public bool HasRoom => _streams.Count < options.MostStreams && !_isStopping;

    /// <summary>Serves a client until it leaves.</summary>
    public async Task RunAsync(string conversation, string? user, TranscriptMark mark, WebSocket socket)
    {
        using var stream = new DirectLineStream(conversation, user, mark, socket, reading, time);
        DirectLineStream? old = null;
        _streams.AddOrUpdate(conversation, stream, (_, before) =>
        {
            old = before;
            return stream;
        });
        old?.Close(WebSocketCloseStatus.PolicyViolation, "another stream of this conversation has taken over");
        if (_isStopping)
            stream.Close(WebSocketCloseStatus.EndpointUnavailable, "");
        try
        {
            using var watch = Watch(stream);
            await stream.RunAsync();
        }
        finally
        {
            _streams.TryRemove(new(conversation, stream));
        }
    }

    /// <summary>Null, and the stream closed, if the database has not been there since this node came up: children cannot be named to the others yet.</summary>
    private IDisposable? Watch(DirectLineStream stream)
    {
        try
        {
            return hints.Watch(DirectLineReading.AddressOf(stream.Conversation), stream.Wake);
        }
        catch (TimeoutException)
        {
            stream.Close(WebSocketCloseStatus.InternalServerError, "not ready yet; connect again");
            return null;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await CloseAllAsync();
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (index, some) in _streams.Values.Chunk(LargestQuestion).Index())
            {
                if (index > 0)
                    await Task.Delay(Pause, time, cancellationToken);
                foreach (var stream in some)
                    stream.Tick();
                var marks = some.ToDictionary(stream => DirectLineReading.AddressOf(stream.Conversation), stream => stream.Mark);
                foreach (var child in await transcript.WithNewsAsync(marks, cancellationToken))
                {
                    if (_streams.TryGetValue(child.Value, out var stream))
                        stream.Wake();
                }
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(error.GetType().Name);
        }
    }

    /// <summary>Tells every client that this node goes away; it connects again, to another or to the next life of this one.</summary>
    private async Task CloseAllAsync()
    {
        _isStopping = true;
        foreach (var stream in _streams.Values)
            stream.Close(WebSocketCloseStatus.EndpointUnavailable, "");
        await Task.WhenAny(Task.WhenAll(_streams.Values.Select(stream => stream.Ended)), Task.Delay(LongestStop, time, CancellationToken.None));
    }

    [LoggerMessage(LogLevel.Error, "The database could not be asked for the chats' news ({Error}); trying again.")]
    private partial void LogFailed(string error);
}

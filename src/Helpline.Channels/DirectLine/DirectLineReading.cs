using Helpline.Messages;
using Microsoft.Extensions.Logging;

namespace Helpline.Channels.DirectLine;

/// <summary>Reads transcripts for streams and polls, a few at a time, and reports what has been read as delivered. Thread-safe.</summary>
internal sealed partial class DirectLineReading(ITranscript transcript, IInbox inbox, ILogger<DirectLineReading> logger) : IDisposable
{
    /// <summary>Lines in one answer or frame.</summary>
    public const int MostLines = 50;

    /// <summary>When a node's children all come back at once, the database is asked for so many at a time; the others wait their turn.</summary>
    private const int MostAtOnce = 16;

    private readonly SemaphoreSlim _free = new(MostAtOnce, MostAtOnce);

    public static Address AddressOf(string conversation) => new(ChannelNames.DirectLine, conversation);

    /// <summary>The next page; null if it cannot be read just now.</summary>
    public async Task<TranscriptPage?> TryReadAsync(string conversation, TranscriptMark after, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            return await transcript.ReadAsync(AddressOf(conversation), after, MostLines, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnread(error.GetType().Name);
            return null;
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Records that the child's client has the lines. What cannot be recorded stays as sent, and is reported when it is read again.</summary>
    public async Task DeliveredAsync(TranscriptPage page)
    {
        var awaited = page.Lines.Select(line => line.AwaitsReceipt).OfType<OutboundId>().ToList();
        if (awaited.Count == 0)
            return;
        try
        {
            await Task.WhenAll(awaited.Select(id => inbox.AcceptAsync(new DeliveryReceipt(ChannelNames.DirectLine, id, id.ToString(), DeliveryStatus.Delivered), CancellationToken.None)));
        }
        catch (Exception error)
        {
            LogUnrecorded(awaited.Count, error.GetType().Name);
        }
    }

    public void Dispose() => _free.Dispose();

    [LoggerMessage(LogLevel.Warning, "A chat's transcript could not be read ({Error}); it is tried again.")]
    private partial void LogUnread(string error);

    [LoggerMessage(LogLevel.Warning, "That {Count} chat messages were delivered could not be recorded ({Error}).")]
    private partial void LogUnrecorded(int count, string error);
}

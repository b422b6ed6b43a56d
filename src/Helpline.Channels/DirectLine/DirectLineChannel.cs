using Helpline.Messages;

namespace Helpline.Channels.DirectLine;

/// <summary>
/// Sends to chats: there is no provider, the child's client reads the transcript. What the outbox has recorded as sent is in it, and the record is what
/// tells the open streams (<see cref="IChatHints"/>); reading it delivers it.
/// </summary>
internal sealed class DirectLineChannel : IChannel
{
    public string Name => ChannelNames.DirectLine;

    public int? MessagesPerSecond => null;

    public Task<SendResult> SendAsync(OutgoingText message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<SendResult>(new SendResult.Sent(message.Id.ToString()));
    }

    /// <summary>Nothing can be lost between us and ourselves: it is taken.</summary>
    public Task<LookUpResult> LookUpAsync(OutgoingText message, CancellationToken cancellationToken) =>
        Task.FromResult<LookUpResult>(new LookUpResult.Known([message.Id.ToString()]));
}

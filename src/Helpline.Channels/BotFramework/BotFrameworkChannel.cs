using Helpline.Messages;

namespace Helpline.Channels.BotFramework;

/// <summary>
/// Sends into conversations on the Bot Service's channels: answers, and what a counsellor writes at any later time. Connectors tell no more of a message than that they took it,
/// and cannot be asked.
/// </summary>
internal sealed class BotFrameworkChannel(BotFrameworkOptions options, Connector connector) : IChannel
{
    public string Name => ChannelNames.BotFramework;

    public int? MessagesPerSecond => options.MessagesPerSecond > 0 ? options.MessagesPerSecond : null;

    /// <summary>The connector's own id of a message stays with it: on some channels it holds the conversation's, which is a person's.</summary>
    public async Task<SendResult> SendAsync(OutgoingText message, CancellationToken cancellationToken) =>
        ConversationReference.Of(message.From, message.To) is { } reference
            ? await connector.PostAsync(reference, message.Text, message.Id.ToString(), cancellationToken)
            : new SendResult.Refused("no_conversation");

    public Task<LookUpResult> LookUpAsync(OutgoingText message, CancellationToken cancellationToken) => Task.FromResult<LookUpResult>(new LookUpResult.CannotAsk());
}

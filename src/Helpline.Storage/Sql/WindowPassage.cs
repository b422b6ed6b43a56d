using Helpline.Messages;

namespace Helpline.Storage.Sql;

/// <summary>Carries out what <see cref="MessagingWindow"/> decides about a claimed message, at the moment of sending.</summary>
public sealed class WindowPassage(IChannel channel, ChildWindows windows, TimeProvider time)
{
    /// <summary>Sends the message, or an invitation to answer in its place, or nothing. What the provider has said, if it was asked, and what follows.</summary>
    /// <param name="message">What is to leave.</param>
    /// <param name="sendAsync">Sends; never throws.</param>
    /// <param name="stopped">Handed on.</param>
    public async Task<(SendResult? Asked, DeliveryDecision Decision)> TakeAsync(
        ClaimedMessage message,
        Func<ClaimedMessage, OutgoingText, CancellationToken, Task<SendResult>> sendAsync,
        CancellationToken stopped)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(sendAsync);
        var window = new WindowState(LastHeardAt: null, IsInvited: false);
        if (ChannelNames.HasWindow(channel.Name))
        {
            try
            {
                window = await windows.ReadAsync(message.Contact, stopped);
            }
            catch (Exception error) when (error is OperationCanceledException || Database.IsOutage(error))
            {
                // Nothing has left, and whoever has it next looks again.
                return (null, Decide(new SendResult.TryLater(SendTrouble.Throttled, "window_unknown"), message));
            }
        }

        var isOpen = MessagingWindow.IsOpen(channel.Name, window.LastHeardAt, time.GetUtcNow());
        if (MessagingWindow.Decide(isOpen, channel.CanInvite, window.IsInvited) == Passage.Free)
        {
            var result = await sendAsync(message, message.Message, stopped);
            if (result is not SendResult.Refused { Code: DeliveryCodes.WindowClosed })
                return (result, Decide(result, message));
        }

        return MessagingWindow.Decide(isOpen: false, channel.CanInvite, window.IsInvited) switch
        {
            Passage.Invite => await InviteAsync(message, sendAsync, stopped),
            Passage.Await => (null, DeliveryPolicy.AwaitReply(Left(message))),
            Passage.Closed => (null, Decide(new SendResult.Refused(DeliveryCodes.WindowClosed), message)),
            var other => throw new InvalidOperationException($"A closed window lets nothing pass as {other}."),
        };
    }

    /// <summary>The child may have written after the window was looked at, and before the message was put to wait for that.</summary>
    public async Task LookAgainAsync(ClaimedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        try
        {
            var window = await windows.ReadAsync(message.Contact, CancellationToken.None);
            if (window.LastHeardAt > message.ClaimedAt)
                await windows.ReleaseAsync(message.Contact, CancellationToken.None);
        }
        catch (Exception error) when (Database.IsOutage(error))
        {
            // The child's next message releases it.
        }
    }

    private async Task<(SendResult? Asked, DeliveryDecision Decision)> InviteAsync(
        ClaimedMessage message,
        Func<ClaimedMessage, OutgoingText, CancellationToken, Task<SendResult>> sendAsync,
        CancellationToken stopped)
    {
        var result = await sendAsync(message, message.Message with { IsInvitation = true }, stopped);
        return (result, DeliveryPolicy.DecideInvitation(result, message.Attempt, Random.Shared.NextDouble(), Left(message)));
    }

    private static DeliveryDecision Decide(SendResult result, ClaimedMessage message) => DeliveryPolicy.Decide(result, message.Attempt, Random.Shared.NextDouble());

    private TimeSpan Left(ClaimedMessage message) => message.Message.ExpiresAt - time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
}

using Helpline.Messages;
using Helpline.Storage;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql;
using Helpline.Storage.Work;

namespace Helpline.Server.Workers;

/// <summary>Sends one channel's messages: two lanes, one for the urgent only, so that they are behind nothing but each other.</summary>
/// <remarks>A lane, over and over:
/// 1. Waits for free slots, for contacts with something due, for the circuit and for the rate.
/// 2. Claims those contacts' next messages, in one transaction.
/// 3. Sends each on its own; records in groups what became of it; a contact with more behind comes again.
/// Beside them, what had no answer is settled by asking the provider.
/// </remarks>
internal sealed partial class ChannelSender(
    IChannel channel,
    WindowPassage passage,
    Outbox outbox,
    WaitingContacts waiting,
    SendingCircuit circuit,
    SendingRates rates,
    HelplineMetrics metrics,
    TimeProvider time,
    ILogger<ChannelSender> logger)
{
    /// <summary>Sends under way at once. They wait for a provider, not for a core.</summary>
    private const int Slots = 128;

    private const int UrgentSlots = 64;
    private const int LargestClaim = 64;
    private const int MostLookUps = 16;

    /// <summary>While stopping, sends under way may take this long to be answered; after that they are given up, as ambiguous.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SettleInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using var stopped = new CancellationTokenSource();
        await using var stopping = stoppingToken.Register(() => stopped.CancelAfter(LongestStop));
        await Task.WhenAll(
            LaneAsync(Slots, urgent: false, stopped.Token, stoppingToken),
            LaneAsync(UrgentSlots, urgent: true, stopped.Token, stoppingToken),
            SettleAsync(stoppingToken));
    }

    private async Task LaneAsync(int slots, bool urgent, CancellationToken stopped, CancellationToken stoppingToken)
    {
        using var free = new SemaphoreSlim(slots, slots);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RoundAsync(free, urgent, stopped, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                LogRoundFailed(channel.Name, error.GetType().Name);
                await Task.Delay(PauseAfterFailure, time, CancellationToken.None);
            }
        }

        for (var i = 0; i < slots; i++)
            await free.WaitAsync(CancellationToken.None); // until the last send is recorded
    }

    private async Task RoundAsync(SemaphoreSlim free, bool urgent, CancellationToken stopped, CancellationToken stoppingToken)
    {
        await free.WaitAsync(stoppingToken);
        free.Release();
        var room = Math.Min(free.CurrentCount, LargestClaim);
        var contacts = urgent ? await waiting.TakeUrgentAsync(room, stoppingToken) : await waiting.TakeNormalAsync(room, stoppingToken);
        IReadOnlyList<ClaimedMessage> claimed = [];
        var admitted = 0;
        try
        {
            admitted = await AdmitAsync(contacts.Count, urgent);
            foreach (var contact in contacts.Skip(admitted))
                waiting.Add(contact, urgent);
            if (admitted > 0)
                claimed = await outbox.ClaimAsync([.. contacts.Take(admitted)], CancellationToken.None);
        }
        finally
        {
            if (claimed.Count == 0)
                circuit.Release();
            foreach (var contact in contacts.Except(claimed.Select(message => message.Contact)))
                waiting.Done(contact);
        }

        foreach (var message in claimed)
        {
            await free.WaitAsync(CancellationToken.None); // never waits: there was room
            Start(message, free, stopped);
        }

        if (admitted < contacts.Count)
            await Task.Delay(Pause, time, stoppingToken);
    }

    /// <summary>How many may leave now, by the circuit and by the rate.</summary>
    private async Task<int> AdmitAsync(int wanted, bool urgent)
    {
        if (channel.MessagesPerSecond is null)
            return circuit.Admit(wanted);
        if (!urgent && waiting.HasUrgent)
            return 0; // the rate is short: the urgent lane first
        var admitted = circuit.Admit(wanted);
        return admitted == 0 ? 0 : await rates.TakeAsync(channel.Name, channel.MessagesPerSecond.Value, admitted);
    }

    private void Start(ClaimedMessage message, SemaphoreSlim free, CancellationToken stopped) =>
        _ = SendAndRecordAsync(message, stopped).ContinueWith(
            _ =>
            {
                if (message.HasMore)
                    waiting.Add(message.Contact, message.Urgent);
                waiting.Done(message.Contact);
                free.Release();
            },
            TaskScheduler.Default);

    private async Task SendAndRecordAsync(ClaimedMessage message, CancellationToken stopped)
    {
        var (result, decision) = await passage.TakeAsync(message, SendAsync, stopped);
        if (result is null)
            circuit.Release(); // nothing was learned
        else if (circuit.Learn(result))
            LogCircuit(channel.Name, circuit.RestsUntil is null ? "closed" : "opened");
        await RecordAsync(new DeliveryRecord(message, decision, decision.Status == DeliveryStatus.Sent ? (result as SendResult.Sent)?.ProviderId : null), stopped);
        if (decision.ErrorCode == DeliveryCodes.AwaitingReply)
            await passage.LookAgainAsync(message);
        else if (decision is { Status: DeliveryStatus.Pending, RetryAfter: { } pause })
            waiting.AddAfter(message.Contact, message.Urgent, pause);
    }

    private async Task<SendResult> SendAsync(ClaimedMessage message, OutgoingText text, CancellationToken stopped)
    {
        if (time.GetUtcNow() - message.ClaimedAt > Outbox.LongestSend / 2)
            return new SendResult.TryLater(SendTrouble.Throttled, "claimed_too_long_ago"); // we were paused: others may think us dead, and have it sent soon
        try
        {
            return await channel.SendAsync(text, stopped);
        }
        catch (Exception error)
        {
            // It failed in the middle: the provider may have it.
            LogSendFailed(message.Message.Id, channel.Name, error.GetType().Name);
            return new SendResult.Unknown(error.GetType().Name);
        }
    }

    /// <summary>What became of a message is tried to be recorded for as long as nobody else settles it; that it was sent, always: it keeps others from sending it again.</summary>
    private async Task RecordAsync(DeliveryRecord record, CancellationToken stopped)
    {
        metrics.Outbound(channel.Name, record.Decision.Status);
        if (record.Decision.Status is DeliveryStatus.Failed)
            LogGivenUp(record.Message.Message.Id, channel.Name, record.Decision.ErrorCode);
        while (true)
        {
            try
            {
                await outbox.RecordAsync(record);
                return;
            }
            catch (Exception error)
            {
                LogUnrecorded(record.Message.Message.Id, error.GetType().Name, (error as System.Data.Common.DbException)?.SqlState);
                if (stopped.IsCancellationRequested || (record.Decision.Status != DeliveryStatus.Sent && time.GetUtcNow() - record.Message.ClaimedAt > Outbox.LongestSend))
                    return; // it is ambiguous now, and settled by asking the provider
                await Task.Delay(PauseAfterFailure, time, CancellationToken.None);
            }
        }
    }

    private async Task SettleAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SettleInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    var unsettled = await outbox.ClaimUnsettledAsync(channel.Name, MostLookUps, stoppingToken);
                    await Task.WhenAll(unsettled.Select(message => SettleAsync(message, stoppingToken)));
                }
                catch (Exception error) when (!stoppingToken.IsCancellationRequested)
                {
                    LogRoundFailed(channel.Name, error.GetType().Name);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping; whoever looks next settles it.
        }
    }

    private async Task SettleAsync(ClaimedMessage message, CancellationToken cancellationToken)
    {
        var answer = await channel.LookUpAsync(message.Message, cancellationToken);
        if (answer is LookUpResult.Known known)
            answer = new LookUpResult.Known(await outbox.UnknownOfAsync(message, known.ProviderIds, cancellationToken));
        var decision = DeliveryPolicy.Resolve(answer, message.Unanswered, isExpired: time.GetUtcNow() >= message.Message.ExpiresAt);
        await RecordAsync(new DeliveryRecord(message, decision, answer is LookUpResult.Known { ProviderIds: [var first, ..] } ? first : null), CancellationToken.None);
        if (decision.Status != DeliveryStatus.Ambiguous)
            waiting.Add(message.Contact, message.Urgent);
    }

    [LoggerMessage(LogLevel.Warning, "Message {Message} on {Channel} was given up: {Code}.")]
    private partial void LogGivenUp(OutboundId message, string channel, string? code);

    [LoggerMessage(LogLevel.Warning, "Sending message {Message} on {Channel} ended in {Error}; whether it left is unknown.")]
    private partial void LogSendFailed(OutboundId message, string channel, string error);

    [LoggerMessage(LogLevel.Warning, "What became of message {Message} could not be recorded ({Error} {SqlState}); trying again.")]
    private partial void LogUnrecorded(OutboundId message, string error, string? sqlState);

    [LoggerMessage(LogLevel.Error, "A round of sends on {Channel} failed ({Error}); trying again.")]
    private partial void LogRoundFailed(string channel, string error);

    [LoggerMessage(LogLevel.Warning, "The circuit of channel {Channel} {Change}.")]
    private partial void LogCircuit(string channel, string change);
}

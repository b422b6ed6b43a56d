using Helpline.Conversations;
using Helpline.Messages;
using Helpline.Storage.Sql;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Tests;

/// <summary>WhatsApp's 24 hours, as ChannelSender keeps them: decided at the moment of sending by what SQL knows of the child.</summary>
public abstract class WindowContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<TestStore> OpenAsync();

    [Fact]
    public async Task Within_24_hours_words_leave_as_they_are()
    {
        await using var store = await OpenAsync();
        var (channel, conversation) = (new WhatsApp(store, canInvite: true), await HeldAsync(store));
        store.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await store.Desk.ReplyAsync(conversation.Id, TestStore.Ayesha, "Salam", Token);

        await channel.SendAllAsync(conversation.Contact);

        channel.Sent.ShouldContain("Salam");
        (await LastAsync(store)).Status.ShouldBe(DeliveryStatus.Sent);
    }

    [Fact]
    public async Task Outside_without_a_template_nothing_is_sent_and_the_counsellor_sees_why()
    {
        await using var store = await OpenAsync();
        var (channel, conversation) = (new WhatsApp(store, canInvite: false), await HeldAsync(store));
        store.Time.Advance(TimeSpan.FromHours(24));
        await store.Desk.ReplyAsync(conversation.Id, TestStore.Ayesha, "Salam", Token);

        await channel.SendAllAsync(conversation.Contact);

        channel.Sent.ShouldBeEmpty();
        (await LastAsync(store)).ShouldBe((DeliveryStatus.Failed, DeliveryCodes.WindowClosed));
        var view = (await store.First.Console.ConversationAsync(conversation.Id, TestStore.Ayesha, supervises: false, Token))!;
        (view.Lines[^1].Status, view.Lines[^1].ErrorCode).ShouldBe((DeliveryStatus.Failed, DeliveryCodes.WindowClosed));
        MessagingWindow.IsOpen(view.Channel, view.LastHeardAt, store.Time.GetUtcNow()).ShouldBeFalse("the counsellor is told before writing");
        (await store.First.Console.UndeliveredAsync(TestStore.Ayesha, Token)).ShouldHaveSingleItem();
        (await store.First.Operations.ReadAsync([ChannelNames.WhatsApp], Token)).Channels[0].Failures.ShouldContain(failure => failure.Code == DeliveryCodes.WindowClosed);
    }

    [Fact]
    public async Task A_message_that_waited_in_the_outbox_until_the_window_closed_does_not_leave_either()
    {
        await using var store = await OpenAsync();
        var (channel, conversation) = (new WhatsApp(store, canInvite: false), await HeldAsync(store));
        store.Time.Advance(TimeSpan.FromHours(23));
        await store.Desk.ReplyAsync(conversation.Id, TestStore.Ayesha, "Salam", Token);
        store.Time.Advance(TimeSpan.FromHours(1));

        await channel.SendAllAsync(conversation.Contact);

        channel.Sent.ShouldBeEmpty();
        (await LastAsync(store)).ShouldBe((DeliveryStatus.Failed, DeliveryCodes.WindowClosed));
    }

    [Fact]
    public async Task Outside_with_a_template_the_child_is_invited_once_and_gets_the_words_when_it_answers_in_their_order()
    {
        await using var store = await OpenAsync();
        var (channel, conversation) = (new WhatsApp(store, canInvite: true), await HeldAsync(store));
        store.Time.Advance(TimeSpan.FromHours(30));
        await store.Desk.ReplyAsync(conversation.Id, TestStore.Ayesha, "Salam", Token);
        await store.Desk.ReplyAsync(conversation.Id, TestStore.Ayesha, "How are you?", Token);

        await channel.SendAllAsync(conversation.Contact);
        store.Time.Advance(TimeSpan.FromHours(2));
        await channel.SendAllAsync(conversation.Contact);
        channel.Sent.ShouldBe(["(invitation)"]);
        (await LastAsync(store)).Status.ShouldBe(DeliveryStatus.Pending);
        var board = await store.First.Operations.ReadAsync([ChannelNames.WhatsApp], Token);
        (board.OutboxPending, board.OldestOutbound, board.Channels[0].Unsent).ShouldBe((0, null, 0), "nobody has to hurry what waits for a child");

        await store.TalkAsync("yes?", channel: ChannelNames.WhatsApp);
        await channel.SendAllAsync(conversation.Contact);
        channel.Sent.ShouldBe(["(invitation)", "Salam", "How are you?"]);
        (await LastAsync(store)).ShouldBe((DeliveryStatus.Sent, null));
    }

    [Fact]
    public async Task Who_does_not_answer_the_invitation_is_not_invited_again_and_the_words_expire()
    {
        await using var store = await OpenAsync();
        var (channel, conversation) = (new WhatsApp(store, canInvite: true), await HeldAsync(store));
        store.Time.Advance(TimeSpan.FromHours(30));
        await store.Desk.ReplyAsync(conversation.Id, TestStore.Ayesha, "Salam", Token);
        await channel.SendAllAsync(conversation.Contact);
        store.Time.Advance(DeliveryPolicy.ReplyIsGoodFor);
        await store.Outbox.RecoverAsync(Token);
        (await LastAsync(store)).ShouldBe((DeliveryStatus.Expired, DeliveryCodes.AwaitingReply));

        await store.Desk.ReplyAsync(conversation.Id, TestStore.Ayesha, "Are you there?", Token);
        await channel.SendAllAsync(conversation.Contact);

        channel.Sent.ShouldBe(["(invitation)"]);
    }

    [Fact]
    public async Task After_an_answer_and_another_long_silence_the_child_may_be_invited_again()
    {
        await using var store = await OpenAsync();
        var (channel, conversation) = (new WhatsApp(store, canInvite: true), await HeldAsync(store));
        for (var i = 0; i < 2; i++)
        {
            store.Time.Advance(TimeSpan.FromHours(30));
            await store.Desk.ReplyAsync(conversation.Id, TestStore.Ayesha, $"Salam {i}", Token);
            await channel.SendAllAsync(conversation.Contact);
            store.Time.Advance(TimeSpan.FromHours(1));
            await store.TalkAsync("yes?", channel: ChannelNames.WhatsApp);
            await channel.SendAllAsync(conversation.Contact);
        }

        channel.Sent.ShouldBe(["(invitation)", "Salam 0", "(invitation)", "Salam 1"]);
    }

    [Fact]
    public async Task A_message_of_the_child_that_no_turn_has_seen_yet_opens_the_window()
    {
        await using var store = await OpenAsync();
        var (channel, conversation) = (new WhatsApp(store, canInvite: false), await HeldAsync(store));
        store.Time.Advance(TimeSpan.FromHours(30));
        await store.Desk.ReplyAsync(conversation.Id, TestStore.Ayesha, "Salam", Token);
        await store.AcceptAsync("hello?", channel: ChannelNames.WhatsApp);

        await channel.SendAllAsync(conversation.Contact);

        channel.Sent.ShouldBe(["Salam"]);
    }

    [Fact]
    public async Task A_child_that_answers_while_the_invitation_is_recorded_is_not_forgotten()
    {
        await using var store = await OpenAsync();
        var (channel, conversation) = (new WhatsApp(store, canInvite: true), await HeldAsync(store));
        store.Time.Advance(TimeSpan.FromHours(30));
        await store.Desk.ReplyAsync(conversation.Id, TestStore.Ayesha, "Salam", Token);
        channel.Meanwhile = async () =>
        {
            store.Time.Advance(TimeSpan.FromSeconds(1));
            await store.TalkAsync("yes?", channel: ChannelNames.WhatsApp); // its turn finds nothing that waits yet
        };

        await channel.SendAllAsync(conversation.Contact);

        channel.Sent.ShouldBe(["(invitation)", "Salam"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_networks_own_word_counts_more_than_our_clock(bool canInvite)
    {
        await using var store = await OpenAsync();
        var (channel, conversation) = (new WhatsApp(store, canInvite) { IsClosed = true }, await HeldAsync(store));
        await store.Desk.ReplyAsync(conversation.Id, TestStore.Ayesha, "Salam", Token);

        await channel.SendAllAsync(conversation.Contact);

        channel.Sent.ShouldBe(canInvite ? ["(invitation)"] : []);
        (await LastAsync(store)).ShouldBe(canInvite ? (DeliveryStatus.Pending, DeliveryCodes.AwaitingReply) : (DeliveryStatus.Failed, DeliveryCodes.WindowClosed));
    }

    [Fact]
    public async Task An_invitation_that_failed_fails_the_words_that_wait_for_its_answer()
    {
        await using var store = await OpenAsync();
        var (channel, conversation) = (new WhatsApp(store, canInvite: true), await HeldAsync(store));
        store.Time.Advance(TimeSpan.FromHours(30));
        await store.Desk.ReplyAsync(conversation.Id, TestStore.Ayesha, "Salam", Token);
        await channel.SendAllAsync(conversation.Contact);

        var row = await store.ReadAsync(context => context.Outbox.AsNoTracking().OrderByDescending(row => row.Ordinal).FirstAsync(Token));
        await store.Inbox.AcceptAsync(new DeliveryReceipt(ChannelNames.WhatsApp, new OutboundId(row.Id), "SM1", DeliveryStatus.Failed, "63024"), Token);

        (await LastAsync(store)).ShouldBe((DeliveryStatus.Failed, "63024"));
    }

    [Fact]
    public async Task STOP_on_WhatsApp_is_not_STOP_by_SMS()
    {
        await using var store = await OpenAsync();
        await store.TalkAsync("hello", channel: ChannelNames.WhatsApp);
        (await store.TalkAsync("stop", channel: ChannelNames.WhatsApp)).OptedOut.ShouldBeTrue();
        (await store.TalkAsync("hello", channel: ChannelNames.Twilio)).OptedOut.ShouldBeFalse();
        (await store.TalkAsync("ok", channel: ChannelNames.WhatsApp)).OptedOut.ShouldBeTrue();
    }

    /// <summary>A conversation on WhatsApp that Ayesha holds, everything said so far sent.</summary>
    private static async Task<Conversation> HeldAsync(TestStore store)
    {
        await store.TalkAsync("hello", channel: ChannelNames.WhatsApp);
        var conversation = await store.TalkAsync("human", channel: ChannelNames.WhatsApp);
        (await store.Desk.TakeAsync(conversation.Id, TestStore.Ayesha, Token)).ShouldBeNull();
        var quiet = new WhatsApp(store, canInvite: false);
        await quiet.SendAllAsync(conversation.Contact);
        return conversation;
    }

    private static async Task<(DeliveryStatus Status, string? Error)> LastAsync(TestStore store)
    {
        var row = await store.ReadAsync(context => context.Outbox.AsNoTracking().OrderByDescending(row => row.Ordinal).FirstAsync(Token));
        return ((DeliveryStatus)row.Status, row.ErrorCode);
    }

    /// <summary>WhatsApp, and the loop of ChannelSender over it.</summary>
    private sealed class WhatsApp(TestStore store, bool canInvite) : IChannel
    {
        private readonly List<string> _sent = [];

        public IReadOnlyList<string> Sent => _sent;

        /// <summary>The network says that its window is closed.</summary>
        public bool IsClosed { get; init; }

        /// <summary>Happens while the next message is under way.</summary>
        public Func<Task>? Meanwhile { get; set; }

        public string Name => ChannelNames.WhatsApp;

        public int? MessagesPerSecond => null;

        public bool CanInvite => canInvite;

        public async Task SendAllAsync(ContactId contact)
        {
            var passage = new WindowPassage(this, store.First.Windows, store.Time);
            while (await store.ClaimNextAsync(contact) is { } claimed)
            {
                var (asked, decision) = await passage.TakeAsync(claimed, (_, text, stopped) => SendAsync(text, stopped), Token);
                await store.Outbox.RecordAsync(new DeliveryRecord(claimed, decision, decision.Status == DeliveryStatus.Sent ? (asked as SendResult.Sent)?.ProviderId : null));
                if (decision.ErrorCode == DeliveryCodes.AwaitingReply)
                    await passage.LookAgainAsync(claimed);
            }
        }

        public async Task<SendResult> SendAsync(OutgoingText message, CancellationToken cancellationToken)
        {
            if (IsClosed && !message.IsInvitation)
                return new SendResult.Refused(DeliveryCodes.WindowClosed);
            _sent.Add(message.IsInvitation ? "(invitation)" : message.Text);
            if (Meanwhile is { } meanwhile)
            {
                Meanwhile = null;
                await meanwhile();
            }

            return new SendResult.Sent($"SM{_sent.Count}");
        }

        public Task<LookUpResult> LookUpAsync(OutgoingText message, CancellationToken cancellationToken) => Task.FromResult<LookUpResult>(new LookUpResult.CannotAsk());
    }
}

public sealed class SqliteWindowTests(SharedRedis redis) : WindowContract
{
    protected override Task<TestStore> OpenAsync() => SqliteStore.OpenAsync(redis);
}

public sealed class PostgresWindowTests(SharedPostgres postgres, SharedRedis redis) : WindowContract
{
    protected override Task<TestStore> OpenAsync() => PostgresStore.OpenAsync(postgres, redis);
}

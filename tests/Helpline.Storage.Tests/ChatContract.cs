using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Tests;

/// <summary>What children on a web chat ask of a real store: their place in the queue, and the way back.</summary>
public abstract class ChatContract
{
    private const string High = "he threatens to share my pictures";
    private const string Imminent = "i want to die";

    private static readonly Address Child = new("simulator", TestStore.Child);

    private static CancellationToken Token => TestStore.Token;

    protected abstract Task<TestStore> OpenAsync();

    [Fact]
    public async Task A_childs_place_is_the_counsellors_order_on_every_node()
    {
        await using var store = await OpenAsync();
        (await StandingAsync(store, "+1")).ShouldBe(Standing.Nobody, "the child never wrote");
        await store.TalkAsync("hello", "+1");
        (await StandingAsync(store, "+1")).ShouldBe(Standing.Nobody, "the child talks with the dialogs");

        await store.TalkAsync(High, "+1");
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await store.TalkAsync(High, "+2");
        store.Time.Advance(TimeSpan.FromMinutes(1));
        var worst = await store.TalkAsync(Imminent, "+3");
        worst.Risk.ShouldBe(RiskLevel.Imminent);

        var other = await store.AddNodeAsync();
        var places = new List<int?>();
        foreach (var phone in new[] { "+3", "+1", "+2" })
            places.Add((await other.Standings.OfAsync(new Address("simulator", phone), Token)).Position);
        places.ShouldBe([1, 2, 3]);
        (await other.Console.WaitingAsync(Token)).Select(child => child.Conversation).First().ShouldBe(worst.Id);

        await store.Desk.TakeAsync(worst.Id, TestStore.Ayesha, Token);
        (await StandingAsync(store, "+3")).ShouldBe(new Standing(null, null, IsWithCounsellor: true));
        (await StandingAsync(store, "+2")).Position.ShouldBe(2);
        await store.Desk.CloseAsync(worst.Id, TestStore.Ayesha, HandoffOutcome.AdviceGiven, RiskLevel.High, null, Token);
        (await StandingAsync(store, "+3")).ShouldBe(Standing.Nobody);
    }

    [Fact]
    public async Task Only_what_others_of_the_same_level_really_waited_lately_is_told()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < WaitEstimate.Fewest; i++)
        {
            if (i == WaitEstimate.Fewest - 1)
            {
                await store.TalkAsync(High, "+9");
                (await StandingAsync(store, "+9")).ShouldBe(new Standing(1, null, false), "too few have waited");
            }

            var taken = await store.TalkAsync(High, $"+{i}");
            store.Time.Advance(TimeSpan.FromMinutes(6));
            await store.Desk.TakeAsync(taken.Id, TestStore.Ayesha, Token);
            await store.Desk.CloseAsync(taken.Id, TestStore.Ayesha, HandoffOutcome.AdviceGiven, RiskLevel.High, null, Token);
        }

        (await StandingAsync(store, "+9")).ShouldBe(new Standing(1, TimeSpan.FromMinutes(10), false));
        await store.TalkAsync(Imminent, "+8");
        (await StandingAsync(store, "+8")).ShouldBe(new Standing(1, null, false), "nobody in such danger has waited");
        store.Time.Advance(TimeSpan.FromMinutes(5));
        (await StandingAsync(store, "+9")).Wait.ShouldBeNull("it has waited longer than the others");
        store.Time.Advance(WaitEstimate.Lately);
        await store.TalkAsync(High, "+7");
        (await StandingAsync(store, "+7")).Wait.ShouldBeNull("that was long ago");
    }

    [Fact]
    public async Task A_code_leads_back_to_its_child_until_it_runs_out_and_a_new_one_replaces_it()
    {
        await using var store = await OpenAsync();
        var until = store.Time.GetUtcNow() + ResumeCode.Lifetime;
        (await store.First.Codes.KeepAsync(Child, "22222AAAAA", until, Token)).ShouldBeFalse("the child never wrote");
        await store.AcceptAsync("hello");
        await store.AcceptAsync("hello", "+1");
        (await store.First.Codes.KeepAsync(Child, "22222AAAAA", until, Token)).ShouldBeTrue();
        (await store.First.Codes.KeepAsync(Child with { Value = "+1" }, "33333AAAAA", until, Token)).ShouldBeTrue();

        var other = await store.AddNodeAsync();
        (await other.Codes.OwnerAsync("22222AAAAA", Token)).ShouldBe(Child);
        (await other.Codes.OwnerAsync("33333AAAAA", Token)).ShouldBe(Child with { Value = "+1" });
        (await other.Codes.OwnerAsync("22222AAAAC", Token)).ShouldBeNull();

        (await other.Codes.KeepAsync(Child, "44444AAAAA", until, Token)).ShouldBeTrue();
        (await store.First.Codes.OwnerAsync("22222AAAAA", Token)).ShouldBeNull();
        (await store.First.Codes.OwnerAsync("44444AAAAA", Token)).ShouldBe(Child);

        store.Time.Advance(ResumeCode.Lifetime);
        (await store.First.Codes.OwnerAsync("44444AAAAA", Token)).ShouldBeNull();
        await store.First.Codes.KeepAsync(Child, "55555AAAAA", until + ResumeCode.Lifetime, Token);
        (await store.ReadAsync(context => context.ResumeCodes.CountAsync(Token))).ShouldBe(1, "what has run out is thrown away");
    }

    [Fact]
    public async Task The_database_holds_no_code_and_nothing_that_can_be_made_of_one_without_the_key()
    {
        await using var store = await OpenAsync();
        await store.AcceptAsync("hello");
        await store.First.Codes.KeepAsync(Child, "22222AAAAA", store.Time.GetUtcNow() + ResumeCode.Lifetime, Token);
        var row = await store.ReadAsync(context => context.ResumeCodes.SingleAsync(Token));
        row.CodeHash.Length.ShouldBe(32);
        row.CodeHash.ShouldNotBe(System.Security.Cryptography.SHA256.HashData("22222AAAAA"u8));
    }

    [Fact]
    public async Task The_dialogs_know_a_web_chat_from_SMS()
    {
        await using var store = await OpenAsync();
        var web = new Address(ChannelNames.DirectLine, Guid.NewGuid().ToString("N"));
        await store.Inbox.AcceptAsync(new InboundMessage(web, web with { Value = "helpline" }, web.Value + "|1", "hello"), Token);
        var contact = (await store.PendingAsync(10)).ShouldHaveSingleItem();
        (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull().Conversation.Facts[FactNames.WebChat].ShouldBe(FactNames.Yes);
        (await store.TalkAsync("hello")).Facts.ShouldNotContainKey(FactNames.WebChat);
    }

    private static Task<Standing> StandingAsync(TestStore store, string phone) => store.First.Standings.OfAsync(new Address("simulator", phone), Token);
}

public sealed class SqliteChatTests(SharedRedis redis) : ChatContract
{
    protected override Task<TestStore> OpenAsync() => SqliteStore.OpenAsync(redis);
}

public sealed class PostgresChatTests(SharedPostgres postgres, SharedRedis redis) : ChatContract
{
    protected override Task<TestStore> OpenAsync() => PostgresStore.OpenAsync(postgres, redis);
}

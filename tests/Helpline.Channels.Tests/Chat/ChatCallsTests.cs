using Helpline.Channels.DirectLine;
using Helpline.Channels.Tests.DirectLine;
using Helpline.Handoffs;
using Helpline.Messages;

namespace Helpline.Channels.Tests.Chat;

/// <summary>What the page asks for besides Direct Line.</summary>
public sealed class ChatCallsTests
{
    [Fact]
    public async Task A_phone_that_slept_renews_its_token_for_the_same_conversation_and_not_for_ever()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        var begun = await gateway.Client.PostAsync("/chat/token", bearer: null).ReadAsync();
        gateway.Time.Advance(TimeSpan.FromHours(11));
        (await gateway.Client.GetAsync(DirectLineCalls.Activities(begun.Text("conversationId")), begun.Text("token")).StatusAsync()).ShouldBe(403);

        var renewed = await RenewAsync(gateway, begun.Text("renewal")).ReadAsync();
        renewed.Text("conversationId").ShouldBe(begun.Text("conversationId"));
        (await gateway.Client.GetAsync(DirectLineCalls.Activities(begun.Text("conversationId")), renewed.Text("token")).StatusAsync()).ShouldBe(200);

        gateway.Time.Advance(TimeSpan.FromHours(2));
        (await RenewAsync(gateway, begun.Text("renewal")).StatusAsync()).ShouldBe(403);
        (await RenewAsync(gateway, renewed.Text("renewal")).StatusAsync()).ShouldBe(200);
        (await RenewAsync(gateway, renewed.Text("token")).StatusAsync()).ShouldBe(403, "a token is no renewal");
        (await gateway.Client.GetAsync(DirectLineCalls.Activities(begun.Text("conversationId")), renewed.Text("renewal")).StatusAsync()).ShouldBe(403, "and a renewal no token");
    }

    [Fact]
    public async Task A_code_opens_its_own_conversation_from_anywhere_however_it_is_typed()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        var (conversation, token) = await gateway.Client.BeginAsync();
        var code = (await gateway.Client.PostAsync("/chat/code", token).ReadAsync()).Text("code");
        gateway.Chats.Until.ShouldBe(gateway.Time.GetUtcNow() + ResumeCode.Lifetime);
        (await gateway.Client.PostAsync("/chat/code", token).ReadAsync()).Text("code").ShouldNotBe(code);

        var opened = await ResumeAsync(gateway, $" {code.ToLowerInvariant().Replace('-', ' ')}").ReadAsync();
        opened.Text("conversationId").ShouldBe(conversation);
        (await gateway.Client.GetAsync(DirectLineCalls.Activities(conversation), opened.Text("token")).StatusAsync()).ShouldBe(200);
        (await gateway.Client.PostAsync("/chat/code", bearer: null).StatusAsync()).ShouldBe(401);
        (await gateway.Client.PostAsync("/chat/code", DirectLineCalls.Secret).StatusAsync()).ShouldBe(403);
    }

    [Fact]
    public async Task Who_has_written_nothing_gets_no_code()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        gateway.Chats.HasWritten = false;
        var (_, token) = await gateway.Client.BeginAsync();
        (await gateway.Client.PostAsync("/chat/code", token).StatusAsync()).ShouldBe(409);
    }

    [Fact]
    public async Task Guessing_codes_is_stopped_before_it_is_looked_whether_they_are_right()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        var (_, token) = await gateway.Client.BeginAsync();
        var code = (await gateway.Client.PostAsync("/chat/code", token).ReadAsync()).Text("code");
        for (var i = 0; i < DirectLineLimits.CodesPerMinute; i++)
            (await ResumeAsync(gateway, i % 2 == 0 ? "22222-22222" : "no code").StatusAsync()).ShouldBe(404);
        using var refused = await ResumeAsync(gateway, code);
        ((int)refused.StatusCode).ShouldBe(429);
        refused.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(3, 10, """{"position":3,"minutes":10,"isLong":false,"isWithCounsellor":false}""")]
    [InlineData(1, null, """{"position":1,"minutes":null,"isLong":false,"isWithCounsellor":false}""")]
    [InlineData(null, null, """{"position":null,"minutes":null,"isLong":false,"isWithCounsellor":true}""")]
    public async Task A_child_learns_its_place_with_its_own_token(int? position, int? minutes, string expected)
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        gateway.Chats.Standing = new Standing(position, minutes is { } known ? TimeSpan.FromMinutes(known) : null, position is null);
        var (_, token) = await gateway.Client.BeginAsync();
        (await gateway.Client.GetAsync("/chat/standing", token).ReadAsync()).ToString().ShouldBe(expected);
        (await gateway.Client.GetAsync("/chat/standing", bearer: null).StatusAsync()).ShouldBe(401);
        (await gateway.Client.GetAsync("/chat/standing", DirectLineCalls.Secret).StatusAsync()).ShouldBe(403);
    }

    private static Task<HttpResponseMessage> RenewAsync(GatewayFixture gateway, string renewal) => gateway.Client.PostAsync("/chat/renew", bearer: null, new { value = renewal });

    private static Task<HttpResponseMessage> ResumeAsync(GatewayFixture gateway, string code) => gateway.Client.PostAsync("/chat/resume", bearer: null, new { value = code });
}

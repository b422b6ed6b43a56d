using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Helpline.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Channels.Tests;

public class SimulatorTests
{
    [Fact]
    public async Task A_text_from_the_phone_goes_to_the_inbox_and_tells_its_segments()
    {
        await using var gateway = await GatewayFixture.StartAsync(isDevelopment: true);
        using var response = await gateway.Client.PostAsJsonAsync("/simulator/messages", new { number = "+923000000001", text = "سلام", id = "a" }, TestContext.Current.CancellationToken);

        var segments = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        segments.GetProperty("encoding").GetString().ShouldBe("UCS-2");
        segments.GetProperty("count").GetInt32().ShouldBe(1);
        gateway.Inbox.Messages.ShouldHaveSingleItem().Text.ShouldBe("سلام");
    }

    [Fact]
    public async Task What_is_sent_arrives_in_order_and_fetching_it_delivers_it()
    {
        await using var gateway = await GatewayFixture.StartAsync(isDevelopment: true);
        var channel = gateway.Services.GetServices<IChannel>().Single(channel => channel.Name == "simulator");
        var (service, phone) = (new Address("simulator", "1"), new Address("simulator", "+923000000002"));
        var first = new OutgoingText(new OutboundId(Guid.NewGuid()), service, phone, "first", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        await channel.SendAsync(first, TestContext.Current.CancellationToken);
        await channel.SendAsync(first with { Id = new OutboundId(Guid.NewGuid()), Text = "second" }, TestContext.Current.CancellationToken);
        (await channel.LookUpAsync(first, TestContext.Current.CancellationToken)).ShouldBeOfType<LookUpResult.Known>().ProviderIds.ShouldBe([first.Id.ToString()]);
        (await channel.LookUpAsync(first with { Id = new OutboundId(Guid.NewGuid()) }, TestContext.Current.CancellationToken)).ShouldBeOfType<LookUpResult.Known>().ProviderIds.ShouldBeEmpty();
        gateway.Inbox.Receipts.ShouldBeEmpty("the phone is off");

        var messages = await gateway.Client.GetFromJsonAsync<JsonElement>("/simulator/messages?number=%2B923000000002&after=0", TestContext.Current.CancellationToken);
        messages.EnumerateArray().Select(message => message.GetProperty("text").GetString()).ShouldBe(["first", "second"]);
        gateway.Inbox.Receipts.Select(receipt => receipt.Status).ShouldBe([DeliveryStatus.Delivered, DeliveryStatus.Delivered]);

        var later = await gateway.Client.GetFromJsonAsync<JsonElement>("/simulator/messages?number=%2B923000000002&after=2", TestContext.Current.CancellationToken);
        later.GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_text_without_a_number_is_a_bad_request_that_says_so()
    {
        await using var gateway = await GatewayFixture.StartAsync(isDevelopment: true);
        using var response = await gateway.Client.PostAsJsonAsync("/simulator/messages", new { text = "x" }, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("number");
    }
}

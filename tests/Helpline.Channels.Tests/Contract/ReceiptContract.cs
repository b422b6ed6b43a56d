using Helpline.Messages;

namespace Helpline.Channels.Tests.Contract;

/// <summary>What every channel owes whose network tells what became of our messages.</summary>
public abstract class ReceiptContract
{
    private static readonly OutboundId Ours = new(Guid.Parse("01890000-0000-7000-8000-000000000001"));

    protected abstract string Channel { get; }

    /// <summary>The configuration that switches the channel on.</summary>
    protected abstract IEnumerable<(string Key, string Value)> Settings { get; }

    /// <summary>Reports, as the genuine network does, what became of a message; null if it has no such report.</summary>
    protected abstract Func<HttpClient, Task<HttpResponseMessage>>? Report(OutboundId message, DeliveryStatus status);

    /// <summary>Reports to be refused, by name.</summary>
    protected abstract IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Forgeries { get; }

    private Task<GatewayFixture> StartAsync() => GatewayFixture.StartAsync(settings: [.. Settings]);

    [Theory]
    [InlineData(DeliveryStatus.Sent)]
    [InlineData(DeliveryStatus.Delivered)]
    [InlineData(DeliveryStatus.Undelivered)]
    [InlineData(DeliveryStatus.Failed)]
    public async Task A_report_becomes_a_receipt_of_our_message(DeliveryStatus status)
    {
        if (Report(Ours, status) is not { } report)
            return;
        await using var gateway = await StartAsync();
        using var response = await report(gateway.Client);

        response.IsSuccessStatusCode.ShouldBeTrue();
        var receipt = gateway.Inbox.Receipts.ShouldHaveSingleItem();
        receipt.Channel.ShouldBe(Channel);
        receipt.Message.ShouldBe(Ours);
        receipt.Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_store_that_is_out_of_reach_is_told_so_that_the_report_comes_again()
    {
        await using var gateway = await StartAsync();
        gateway.Inbox.Answer = Acceptance.Unavailable;
        using var response = await Report(Ours, DeliveryStatus.Delivered)!(gateway.Client);
        ((int)response.StatusCode).ShouldBe(503);
    }

    [Fact]
    public async Task A_forged_report_is_refused_and_nothing_is_stored()
    {
        await using var gateway = await StartAsync();
        foreach (var (name, sendAsync) in Forgeries)
        {
            using var response = await sendAsync(gateway.Client);
            ((int)response.StatusCode).ShouldBeOneOf([401, 403], name);
            gateway.Inbox.Receipts.ShouldBeEmpty(name);
        }
    }
}

using System.Globalization;
using System.Text;
using Helpline.Messages;
using Helpline.Servers;

namespace Helpline.Channels.Tests.Kannel;

/// <summary>The channel with Debian's Kannel as <c>infra/kannel</c> configures it, Kannel's own fakesmsc, and a centre that Kannel's SMPP driver is bound to.</summary>
public sealed class RealKannelTests(KannelGateway gateway) : IClassFixture<KannelGateway>
{
    private const string Urdu = "مجھے مدد چاہیے، کوئی مجھے تنگ کر رہا ہے۔ ";
    private const string Everything = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€";
    private static int _children;

    /// <summary>Nobody else's number in this run.</summary>
    private static string NewChild() => string.Create(CultureInfo.InvariantCulture, $"+92301{Interlocked.Increment(ref _children):0000000}");

    [Fact]
    public async Task A_child_texts_through_fakesmsc_and_gets_the_reply_and_nothing_else_and_its_receipt_comes()
    {
        var child = NewChild();
        using var phone = gateway.Kannel.StartFakeSmsc(1, 0, [$"{child} 1121 text hello+there"]);
        await KannelGateway.UntilAsync(() => gateway.From(child).Count == 1, "the message is there");
        var message = gateway.From(child)[0];
        message.Text.ShouldBe("hello+there");
        message.To.Value.ShouldBe($"1121@{KannelServer.FakeLink}");

        var id = new OutboundId(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));
        (await gateway.SendAsync("You are safe here", child, message.To.Value, id)).ShouldBe(new SendResult.Sent(id.ToString()));
        await KannelGateway.UntilAsync(() => gateway.Inbox.Receipts.Any(receipt => receipt.Message == id && receipt.Status == DeliveryStatus.Delivered), "the receipt is there");

        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, TestContext.Current.CancellationToken); // what Kannel would answer by itself, it would have
        phone.Kill();
        var got = (await phone.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n').Where(line => line.Contains("Got message", StringComparison.Ordinal));
        got.ShouldHaveSingleItem().ShouldEndWith($"<1121 {child} text You are safe here>");
    }

    [Theory]
    [InlineData("hello")]
    [InlineData(Everything)]
    [InlineData(Urdu)]
    [InlineData("👩‍👧 😢 میں\u200cہوں ﷺ 🇵🇰")]
    [InlineData("  two  spaces\nand a line + % & # = ? ")]
    public async Task What_a_child_writes_arrives_as_it_was_written(string text)
    {
        var child = NewChild();
        await DeliverAsync(child, text);
        await KannelGateway.UntilAsync(() => gateway.From(child).Count > 0, "the message is there");

        var message = gateway.From(child).ShouldHaveSingleItem();
        message.Text.ShouldBe(text);
        message.To.Value.ShouldBe($"1121@{KannelServer.SmppLink}");
    }

    [Theory]
    [InlineData(Urdu, 12)]
    [InlineData(Urdu, 150)]
    [InlineData("Mujhe madad chahiye [abhi] {please} ", 20)]
    public async Task A_long_message_arrives_as_one_in_whatever_order_its_parts_come(string text, int times)
    {
        var child = NewChild();
        var whole = string.Concat(Enumerable.Repeat(text, times));
        await DeliverAsync(child, whole, Gsm7.CanEncode(text) ? SubmittedPart.Encode(text).Length * 3 : 134); // a phone never parts an escape from its character
        await KannelGateway.UntilAsync(() => gateway.From(child).Count > 0, "the message is there");
        gateway.From(child).ShouldHaveSingleItem().Text.ShouldBe(whole);
    }

    [Fact]
    public async Task One_child_has_one_number_however_the_operator_writes_it()
    {
        var child = NewChild();
        foreach (var number in (string[])[child, child[1..], $"00{child[1..]}", $"0{child[3..]}"])
        {
            using var phone = gateway.Kannel.StartFakeSmsc(1, 0, [$"{number} 1121 text {number.TrimStart('+')}"]);
            await KannelGateway.UntilAsync(() => gateway.From(child).Any(message => message.Text == number.TrimStart('+')), $"{number} is read as {child}");
            phone.Kill();
        }
    }

    [Theory]
    [InlineData("hello", 1)]
    [InlineData(Everything, 1)]
    [InlineData(Urdu, 1)]
    [InlineData("👩‍👧 😢 میں\u200cہوں ﷺ 🇵🇰", 1)]
    [InlineData("  two  spaces\nand a line + % & # = ? ", 1)]
    [InlineData(Urdu, 12)]
    [InlineData(Urdu, 40)]
    [InlineData("Aap [abhi] {kahan} hain? ", 30)]
    public async Task What_a_child_is_sent_arrives_as_it_was_written(string text, int times)
    {
        var child = NewChild();
        var whole = string.Concat(Enumerable.Repeat(text, times));
        (await gateway.SendAsync(whole, child)).ShouldBeOfType<SendResult.Sent>();
        var segments = SmsSegments.Of(whole);
        await KannelGateway.UntilAsync(() => gateway.To(child).Count >= segments.Count, "all parts are there");

        var parts = gateway.To(child);
        SubmittedPart.TextOf(parts).ShouldBe(whole);
        parts.Count.ShouldBe(segments.Count, "as many segments as are counted, and paid for");
        parts.ShouldAllBe(part => part.From == "1121" && part.DataCoding == (segments.Encoding == SmsEncoding.Ucs2 ? 8 : 0) && part.Validity.Length > 0);
        parts.Select(part => part.Part?.Reference).Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("DELIVRD", "000", DeliveryStatus.Delivered, null)]
    [InlineData("UNDELIV", "034", DeliveryStatus.Undelivered, "34")]
    [InlineData("EXPIRED", "001", DeliveryStatus.Undelivered, "1")]
    public async Task The_centres_word_becomes_a_receipt(string state, string error, DeliveryStatus status, string? code)
    {
        var (child, id) = (NewChild(), NewId());
        await gateway.SendAsync("hello", child, id: id);
        await KannelGateway.UntilAsync(() => Receipts(id).Contains(DeliveryStatus.Sent), "the centre has taken it");
        await gateway.Centre.ReportAsync(gateway.To(child)[0], state, error);
        await KannelGateway.UntilAsync(() => Receipts(id).Contains(status), "the receipt is there");

        var receipt = gateway.Inbox.Receipts.Single(one => one.Message == id && one.Status == status);
        receipt.ProviderId.ShouldBe(gateway.To(child)[0].Id);
        receipt.ErrorCode.ShouldBe(code);
    }

    [Fact]
    public async Task What_the_centre_refuses_has_failed()
    {
        const uint InvalidDestination = 0x0B;
        var id = NewId();
        gateway.Centre.SubmitStatus = InvalidDestination;
        try
        {
            await gateway.SendAsync("hello", NewChild(), id: id);
            await KannelGateway.UntilAsync(() => Receipts(id).Contains(DeliveryStatus.Failed), "the receipt is there");
        }
        finally
        {
            gateway.Centre.SubmitStatus = 0;
        }
    }

    [Fact]
    public async Task Kannel_that_does_not_know_us_is_a_wrong_configuration()
    {
        await using var stranger = await GatewayFixture.StartAsync(settings: [.. KannelRequests.Settings(gateway.Kannel.SendUrl)]);
        var channel = (IChannel)stranger.Services.GetService(typeof(IChannel))!;
        var now = TimeProvider.System.GetUtcNow();
        var result = await channel.SendAsync(new OutgoingText(NewId(), new Address("kannel", "1121"), new Address("kannel", NewChild()), "hello", now, now.AddHours(1)), TestContext.Current.CancellationToken);
        result.ShouldBe(new SendResult.TryLater(SendTrouble.Misconfigured, "403"));
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_while_the_store_and_then_the_server_are_away()
    {
        string[] children = [NewChild(), NewChild()];
        gateway.Inbox.Answer = Acceptance.Unavailable;
        await DeliverAsync(children[0], Urdu);
        await KannelGateway.UntilAsync(() => gateway.From(children[0]).Count > 0, "smsbox has been told that the store is away");
        await gateway.StopAsync();
        await DeliverAsync(children[1], "hello");
        await Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System, TestContext.Current.CancellationToken);
        gateway.Inbox.Answer = Acceptance.Accepted;
        await gateway.StartAsync();
        await KannelGateway.UntilAsync(() => gateway.From(children[0]).Count > 1 && gateway.From(children[1]).Count > 0, "both are there");

        gateway.From(children[0]).ShouldAllBe(message => message.Text == Urdu);
        gateway.From(children[0]).Select(message => message.ProviderId).Distinct().Count().ShouldBe(1, "one message, at whatever try");
        gateway.From(children[1]).ShouldHaveSingleItem().Text.ShouldBe("hello");
    }

    [Fact]
    public async Task A_killed_bearerbox_loses_nothing_either_way()
    {
        const int Count = 200;
        var (child, reply) = (NewChild(), NewId());
        string[] questions = [.. Enumerable.Range(1, Count).Select(number => $"{Urdu}{number}")];
        var answers = NewChild();
        await gateway.Kannel.StopSmsboxAsync();
        for (var i = 0; i < Count / 2; i++)
            await DeliverAsync(child, questions[i]);
        await gateway.Kannel.StartSmsboxAsync();
        await KannelGateway.UntilAsync(() => gateway.From(child).Count > 0, "smsbox is in the middle of them");
        var sent = await gateway.SendAsync(Urdu, answers, id: reply);
        await gateway.Kannel.KillBearerboxAsync();
        await KannelGateway.UntilAsync(() => !gateway.Centre.IsBound, "the link is down");
        await gateway.Kannel.StartBearerboxAsync();
        await KannelGateway.UntilAsync(() => gateway.Centre.IsBound, "the link is up");
        for (var i = Count / 2; i < Count; i++)
            await DeliverAsync(child, questions[i]);
        await gateway.Kannel.KillBearerboxAsync(); // before any smsbox has seen them
        await gateway.Kannel.StartBearerboxAsync();
        await gateway.Kannel.StartSmsboxAsync();
        await KannelGateway.UntilAsync(() => gateway.From(child).Select(message => message.ProviderId).Distinct().Count() >= Count, "all are there");

        var messages = gateway.From(child).DistinctBy(message => message.ProviderId);
        messages.Select(message => message.Text).Order(StringComparer.Ordinal).ShouldBe(questions.Order(StringComparer.Ordinal), "each once, by its id");
        sent.ShouldBeOfType<SendResult.Sent>();
        await KannelGateway.UntilAsync(() => gateway.To(answers).Count > 0, "the reply has gone");
        SubmittedPart.TextOf(gateway.To(answers).Take(1)).ShouldBe(Urdu);
        await gateway.Centre.ReportAsync(gateway.To(answers)[^1], "DELIVRD", "000");
        await KannelGateway.UntilAsync(() => Receipts(reply).Contains(DeliveryStatus.Delivered), "its receipt still finds its message");
    }

    [Fact]
    public async Task Nothing_of_a_child_and_no_secret_is_written_to_any_log()
    {
        var child = NewChild();
        await DeliverAsync(child, "unmistakablewords");
        await KannelGateway.UntilAsync(() => gateway.From(child).Count > 0, "the message is there");
        await gateway.StopAsync();
        await DeliverAsync(child, "unmistakablewords"); // smsbox writes URLs when it cannot fetch them, if its log-level lets it
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        await gateway.StartAsync();
        await gateway.SendAsync("unmistakablereply", child);
        await KannelGateway.UntilAsync(() => gateway.From(child).Count > 1 && gateway.To(child).Count > 0, "all is there");

        var logs = Directory.EnumerateFiles(gateway.Kannel.HomeDirectory).Where(file => Path.GetExtension(file) != ".conf").Select(file => (Name: file, Text: File.ReadAllText(file))).ToList();
        logs.Select(log => Path.GetFileName(log.Name)).ShouldBe(["access.log", "bearerbox.out", "smsbox.out"], ignoreOrder: true);
        logs.Single(log => log.Name.EndsWith("access.log", StringComparison.Ordinal)).Text.ShouldContain($"link:{KannelServer.SmppLink}");
        logs.Add(("server", string.Join('\n', gateway.Log.Lines)));
        foreach (var (name, text) in logs)
        {
            foreach (var secret in (string[])["unmistakable", child, child[1..], KannelServer.InboundSecret, KannelServer.Password])
                text.Contains(secret, StringComparison.Ordinal).ShouldBeFalse($"{name} has {secret}");
        }
    }

    private static OutboundId NewId() => new(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));

    private IReadOnlyList<DeliveryStatus> Receipts(OutboundId id) => [.. gateway.Inbox.Receipts.Where(receipt => receipt.Message == id).Select(receipt => receipt.Status)];

    private Task DeliverAsync(string child, string text, int? partLength = null) => Gsm7.CanEncode(text)
        ? gateway.Centre.DeliverAsync(child[1..], "1121", SubmittedPart.Encode(text), 0, partLength)
        : gateway.Centre.DeliverAsync(child[1..], "1121", Encoding.BigEndianUnicode.GetBytes(text), 8, partLength);
}

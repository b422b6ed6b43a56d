using System.Net.WebSockets;
using System.Text.Json;
using Helpline.Channels.DirectLine;
using Helpline.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static Helpline.Channels.Tests.DirectLine.DirectLineCalls;
using static Helpline.Channels.Tests.DirectLine.DirectLineTests;

namespace Helpline.Channels.Tests.DirectLine;

/// <summary>The WebSocket stream.</summary>
public sealed class DirectLineStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_begins_with_what_there_is_and_goes_on_with_what_comes()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        var (conversation, started) = await BeginAsync(gateway);
        gateway.Transcript.Add(conversation, Line("1", "first", awaited: true), Line("2", "second"));
        using var socket = await OpenAsync(gateway, started.Text("streamUrl"));

        var set = await FrameAsync(socket);
        Texts(set).ShouldBe(["first", "second"]);
        gateway.Transcript.Add(conversation, Line("3", "third"));
        Texts(await FrameAsync(socket)).ShouldBe(["third"]);
        gateway.Inbox.Receipts.ShouldHaveSingleItem().Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task A_stream_that_was_cut_is_taken_up_again_from_its_watermark()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        var (conversation, started) = await BeginAsync(gateway);
        gateway.Transcript.Add(conversation, Line("1", "first"));
        string watermark;
        using (var socket = await OpenAsync(gateway, started.Text("streamUrl")))
            watermark = (await FrameAsync(socket)).Text("watermark");
        gateway.Transcript.Add(conversation, Line("2", "second"), Line("3", "third"));

        var again = await gateway.Client.GetAsync($"{Root}/conversations/{conversation}?watermark={watermark}", started.Text("token")).ReadAsync();
        using var other = await OpenAsync(gateway, again.Text("streamUrl"));

        Texts(await FrameAsync(other)).ShouldBe(["second", "third"]);
        (await gateway.Client.GetAsync($"{Root}/conversations/{conversation}?watermark=soon", started.Text("token")).StatusAsync()).ShouldBe(400);
    }

    [Fact]
    public async Task A_long_transcript_comes_in_several_frames_in_order()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        var (conversation, started) = await BeginAsync(gateway);
        gateway.Transcript.Add(conversation, [.. Enumerable.Range(0, 120).Select(i => Line($"{i}", $"{i}"))]);
        using var socket = await OpenAsync(gateway, started.Text("streamUrl"));
        var read = new List<string>();
        while (read.Count < 120)
            read.AddRange(Texts(await FrameAsync(socket)));
        read.ShouldBe(Enumerable.Range(0, 120).Select(i => $"{i}"));
    }

    [Fact]
    public async Task A_lost_hint_is_made_up_for_within_seconds()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        var (conversation, started) = await BeginAsync(gateway);
        using var socket = await OpenAsync(gateway, started.Text("streamUrl"));
        gateway.Transcript.Hints = false;
        gateway.Transcript.Add(conversation, Line("1", "first"));

        var frame = FrameAsync(socket);
        await AdvanceUntilAsync(gateway, frame, TimeSpan.FromSeconds(4));
        Texts(await frame).ShouldBe(["first"]);
    }

    [Fact]
    public async Task A_read_that_fails_is_made_up_for_too()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        var (conversation, started) = await BeginAsync(gateway);
        gateway.Transcript.Failure = new TimeoutException();
        using var socket = await OpenAsync(gateway, started.Text("streamUrl"));
        gateway.Transcript.Add(conversation, Line("1", "first"));
        gateway.Transcript.Failure = null;

        var frame = FrameAsync(socket);
        await AdvanceUntilAsync(gateway, frame, TimeSpan.FromSeconds(4));
        Texts(await frame).ShouldBe(["first"]);
    }

    [Fact]
    public async Task A_silent_stream_is_kept_alive_by_empty_frames()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        var (_, started) = await BeginAsync(gateway);
        using var socket = await OpenAsync(gateway, started.Text("streamUrl"));
        var frame = ReceiveAsync(socket);
        for (var i = 0; i < 4; i++)
        {
            gateway.Time.Advance(TimeSpan.FromSeconds(3));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }

        frame.IsCompleted.ShouldBeFalse("it was not silent for long");
        await AdvanceUntilAsync(gateway, frame, TimeSpan.FromSeconds(6));
        (await frame).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_streams_url_is_good_for_a_minute_and_for_its_own_conversation()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        var (_, first) = await BeginAsync(gateway);
        var (other, second) = await BeginAsync(gateway);
        var stolen = first.Text("streamUrl").Split("&t=")[0] + "&t=" + second.Text("streamUrl").Split("&t=")[1];
        var withToken = first.Text("streamUrl").Split("&t=")[0] + "&t=" + first.Text("token");
        foreach (var refused in new[] { stolen, withToken, first.Text("streamUrl").Split("&t=")[0] })
            (await Should.ThrowAsync<InvalidOperationException>(() => OpenAsync(gateway, refused))).Message.ShouldContain("403");
        using (await OpenAsync(gateway, first.Text("streamUrl")))
            gateway.Time.Advance(TimeSpan.FromSeconds(61));
        (await Should.ThrowAsync<InvalidOperationException>(() => OpenAsync(gateway, second.Text("streamUrl")))).Message.ShouldContain("403");
        (await gateway.Client.GetAsync(new Uri(second.Text("streamUrl")).PathAndQuery, bearer: null).StatusAsync()).ShouldBe(403);
        var fresh = await gateway.Client.GetAsync($"{Root}/conversations/{other}", Secret).ReadAsync();
        (await gateway.Client.GetAsync(new Uri(fresh.Text("streamUrl")).PathAndQuery, bearer: null).StatusAsync()).ShouldBe(400, "it is no WebSocket");
    }

    [Fact]
    public async Task A_new_stream_takes_over_from_the_old()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        var (conversation, started) = await BeginAsync(gateway);
        gateway.Transcript.Add(conversation, Line("1", "first"));
        using var old = await OpenAsync(gateway, started.Text("streamUrl"));
        Texts(await FrameAsync(old)).ShouldBe(["first"]); // it is at work, not only accepted
        using var next = await OpenAsync(gateway, started.Text("streamUrl"));

        (await CloseAsync(old)).ShouldBe(WebSocketCloseStatus.PolicyViolation);
        Texts(await FrameAsync(next)).ShouldBe(["first"]);
    }

    [Fact]
    public async Task A_server_that_stops_says_so_to_every_client()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        var (_, started) = await BeginAsync(gateway);
        using var socket = await OpenAsync(gateway, started.Text("streamUrl"));
        var closed = CloseAsync(socket);
        foreach (var service in gateway.Services.GetServices<IHostedService>().Where(service => service.GetType().Name == "DirectLineStreams"))
            await service.StopAsync(Token);
        (await closed).ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
    }

    [Fact]
    public async Task A_client_that_leaves_is_forgotten_and_what_it_sends_is_not_read()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        var (_, started) = await BeginAsync(gateway);
        using (var socket = await OpenAsync(gateway, started.Text("streamUrl")))
        {
            for (var i = 0; i < 3; i++)
                await socket.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Text, endOfMessage: true, Token);
            await UntilAsync(() => gateway.Transcript.Watchers == 1);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Token);
        }

        await UntilAsync(() => gateway.Transcript.Watchers == 0);
        var again = await gateway.Client.PostAsync($"{Root}/conversations", started.Text("token")).ReadAsync();
        using var loud = await OpenAsync(gateway, again.Text("streamUrl"));
        await loud.SendAsync(new byte[64 * 1024], WebSocketMessageType.Binary, endOfMessage: true, Token);
        (await CloseAsync(loud)).ShouldBe(WebSocketCloseStatus.MessageTooBig);
        gateway.Inbox.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_node_refuses_a_stream_and_still_answers_polls()
    {
        await using var gateway = await DirectLineCalls.StartAsync(("Channels:DirectLine:MostStreams", "1"));
        var (_, first) = await BeginAsync(gateway);
        var (conversation, second) = await BeginAsync(gateway);
        using var socket = await OpenAsync(gateway, first.Text("streamUrl"));
        await UntilAsync(() => gateway.Transcript.Watchers == 1);
        (await Should.ThrowAsync<InvalidOperationException>(() => OpenAsync(gateway, second.Text("streamUrl")))).Message.ShouldContain("503");
        (await gateway.Client.GetAsync(Activities(conversation), second.Text("token")).StatusAsync()).ShouldBe(200);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_is_cut_off_and_costs_one_page()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        gateway.Transcript.Add(Conversation, [.. Enumerable.Range(0, 500).Select(i => Line($"{i}", $"{i}"))]);
        using var socket = new StuckWebSocket();
        using var stream = new DirectLineStream(Conversation, user: null, TranscriptMark.Start, socket, gateway.Services.GetRequiredService<DirectLineReading>(), gateway.Time);
        var serving = stream.RunAsync();
        await socket.Sending.WaitAsync(Token);
        for (var i = 0; i < 50; i++)
            stream.Wake();

        gateway.Time.Advance(TimeSpan.FromSeconds(9));
        serving.IsCompleted.ShouldBeFalse("lines on phones are slow");
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
        await serving.WaitAsync(TimeSpan.FromSeconds(5), Token);

        socket.State.ShouldBe(WebSocketState.Aborted);
        socket.Frames.ShouldBe(1);
        stream.Mark.ShouldBe(TranscriptMark.Start, "it comes back and reads the same again");
    }

    private static async Task<(string Conversation, JsonElement Started)> BeginAsync(GatewayFixture gateway)
    {
        var (conversation, token) = await gateway.Client.BeginAsync();
        return (conversation, await gateway.Client.PostAsync($"{Root}/conversations", token).ReadAsync());
    }

    private static Task<WebSocket> OpenAsync(GatewayFixture gateway, string url) => gateway.Server.CreateWebSocketClient().ConnectAsync(new Uri(url), Token);

    private static async Task<string> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[256 * 1024];
        var length = 0;
        while (true)
        {
            var frame = await socket.ReceiveAsync(buffer.AsMemory(length), Token).AsTask().WaitAsync(Patience, Token);
            frame.MessageType.ShouldBe(WebSocketMessageType.Text);
            length += frame.Count;
            if (frame.EndOfMessage)
                return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
        }
    }

    private static async Task<JsonElement> FrameAsync(WebSocket socket)
    {
        var text = await ReceiveAsync(socket);
        return JsonSerializer.Deserialize<JsonElement>(text.Length > 0 ? text : await ReceiveAsync(socket));
    }

    private static async Task<WebSocketCloseStatus?> CloseAsync(WebSocket socket)
    {
        var buffer = new byte[1024];
        while (socket.State == WebSocketState.Open)
            await socket.ReceiveAsync(buffer.AsMemory(), Token).AsTask().WaitAsync(Patience, Token);
        var status = socket.CloseStatus;
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Token); // as browsers do by themselves
        }
        catch (IOException)
        {
            // The server did not wait for it.
        }

        return status;
    }

    private static IEnumerable<string> Texts(JsonElement set) => set.GetProperty("activities").EnumerateArray().Select(activity => activity.Text("text"));

    private static async Task AdvanceUntilAsync(GatewayFixture gateway, Task done, TimeSpan most)
    {
        for (var passed = TimeSpan.Zero; !done.IsCompleted && passed < most; passed += TimeSpan.FromSeconds(1))
        {
            gateway.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Token));
        }

        await done.WaitAsync(TimeSpan.FromSeconds(5), Token);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Helpline.Channels.Twilio;
using Helpline.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Channels.Tests;

/// <summary>The sender against a local stub of the Messages API, over a real socket.</summary>
public class TwilioChannelTests
{
    private static readonly OutgoingText Text = new(
        new OutboundId(Guid.Parse("01890000-0000-7000-8000-000000000001")),
        new Address("twilio", "+15005550006"),
        new Address("twilio", "+923001234567"),
        "یہ آپ کا قصور نہیں۔ & + = %");

    private static async Task<(SendResult Result, IFormCollection? Form, string Path, string Authorization)> SendAsync(
        Func<HttpContext, Task> answer, Action<TwilioOptions>? change = null, OutgoingText? text = null, TimeSpan? timeout = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var stub = builder.Build();
        (IFormCollection? form, string path, string authorization) = (null, "", "");
        stub.Run(async http =>
        {
            form = await http.Request.ReadFormAsync();
            path = http.Request.Path;
            authorization = http.Request.Headers.Authorization.ToString();
            await answer(http);
        });
        await stub.StartAsync(TestContext.Current.CancellationToken);
        var options = new TwilioOptions
        {
            AccountSid = "AC1",
            AuthToken = "secret",
            From = "+15005550009",
            ApiUrl = stub.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(),
            PublicUrl = "https://helpline.example",
        };
        change?.Invoke(options);
        using var http = new HttpClient { Timeout = timeout ?? TwilioChannel.Timeout };
        var result = await new TwilioChannel(options, http).SendAsync(text ?? Text, TestContext.Current.CancellationToken);
        return (result, form, path, authorization);
    }

    private static Func<HttpContext, Task> Answer(HttpStatusCode status, string json, string? retryAfter = null) => async http =>
    {
        http.Response.StatusCode = (int)status;
        if (retryAfter is not null)
            http.Response.Headers.RetryAfter = retryAfter;
        await http.Response.WriteAsync(json);
    };

    [Fact]
    public async Task A_message_is_posted_as_the_api_wants_it()
    {
        var (result, form, path, authorization) = await SendAsync(Answer(HttpStatusCode.Created, """{"sid":"SM42","status":"queued"}"""));

        result.ShouldBe(new SendResult.Sent("SM42"));
        path.ShouldBe("/2010-04-01/Accounts/AC1/Messages.json");
        AuthenticationHeaderValue.Parse(authorization).Parameter.ShouldBe(Convert.ToBase64String(Encoding.ASCII.GetBytes("AC1:secret")));
        form!["To"].ToString().ShouldBe("+923001234567");
        form["From"].ToString().ShouldBe("+15005550006", "the number that the child wrote to");
        form["Body"].ToString().ShouldBe(Text.Text);
        form["StatusCallback"].ToString().ShouldBe("https://helpline.example/channels/twilio/status?message=01890000000070008000000000000001");
    }

    [Fact]
    public async Task A_messaging_service_sends_instead_of_a_number_but_not_to_WhatsApp()
    {
        var created = Answer(HttpStatusCode.Created, """{"sid":"SM42"}""");
        var (_, sms, _, _) = await SendAsync(created, options => options.MessagingServiceSid = "MG1");
        sms!.ContainsKey("From").ShouldBeFalse();
        sms["MessagingServiceSid"].ToString().ShouldBe("MG1");

        var whatsApp = Text with { From = new Address("twilio", "whatsapp:+15005550006"), To = new Address("twilio", "whatsapp:+923001234567") };
        var (_, chat, _, _) = await SendAsync(created, options => options.MessagingServiceSid = "MG1", whatsApp);
        chat!["From"].ToString().ShouldBe("whatsapp:+15005550006");
    }

    [Theory]
    [InlineData(400, 21610)]
    [InlineData(400, 21211)]
    [InlineData(403, 21610)]
    public async Task A_message_that_Twilio_will_never_take_is_refused_with_its_code(int status, int code)
    {
        var (result, _, _, _) = await SendAsync(Answer((HttpStatusCode)status, $$"""{"code":{{code}}}"""));
        result.ShouldBe(new SendResult.Refused($"{code}"));
    }

    [Theory]
    [InlineData(429, "20429")]
    [InlineData(400, "21611")]
    [InlineData(401, "20003")]
    [InlineData(404, "20404")]
    [InlineData(503, "20503")]
    public async Task A_busy_or_misconfigured_account_is_tried_again(int status, string code)
    {
        var (result, _, _, _) = await SendAsync(Answer((HttpStatusCode)status, $$"""{"code":{{code}}}"""));
        result.ShouldBeOfType<SendResult.TryLater>().Code.ShouldBe(code);
    }

    [Fact]
    public async Task The_pause_that_Twilio_asks_for_is_kept()
    {
        var (result, _, _, _) = await SendAsync(Answer(HttpStatusCode.TooManyRequests, "{}", retryAfter: "7"));
        result.ShouldBe(new SendResult.TryLater("429", TimeSpan.FromSeconds(7)));
    }

    [Fact]
    public async Task An_answer_that_is_lost_on_the_way_leaves_the_message_unknown()
    {
        var (broken, _, _, _) = await SendAsync(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        broken.ShouldBeOfType<SendResult.Unknown>();

        var (odd, _, _, _) = await SendAsync(Answer(HttpStatusCode.Created, "<html>"));
        odd.ShouldBe(new SendResult.Unknown("no_sid"));

        var (late, _, _, _) = await SendAsync(http => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default), timeout: TimeSpan.FromMilliseconds(200));
        late.ShouldBe(new SendResult.Unknown("timeout"));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again()
    {
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        var port = ((IPEndPoint)reserved.LocalEndpoint).Port;
        reserved.Stop();
        using var http = new HttpClient();
        var options = new TwilioOptions { AccountSid = "AC1", AuthToken = "secret", ApiUrl = $"http://127.0.0.1:{port}", PublicUrl = "https://helpline.example" };
        (await new TwilioChannel(options, http).SendAsync(Text, TestContext.Current.CancellationToken)).ShouldBeOfType<SendResult.TryLater>();
    }
}

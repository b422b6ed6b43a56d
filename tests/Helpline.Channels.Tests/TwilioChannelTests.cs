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
using Microsoft.Extensions.Time.Testing;

namespace Helpline.Channels.Tests;

/// <summary>The sender against a local stub of the Messages API, over a real socket.</summary>
public class TwilioChannelTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 0, 1, 0, TimeSpan.Zero);

    private static readonly OutgoingText Text = new(
        new OutboundId(Guid.Parse("01890000-0000-7000-8000-000000000001")),
        new Address("twilio", "+15005550006"),
        new Address("twilio", "+923001234567"),
        "یہ آپ کا قصور نہیں۔ & + = %",
        Now,
        Now.AddHours(4));

    private static async Task<(SendResult Result, IFormCollection? Form, string Path, string Authorization)> SendAsync(
        Func<HttpContext, Task> answer, Action<TwilioOptions>? change = null, OutgoingText? text = null, TimeSpan? timeout = null)
    {
        (IFormCollection? form, string path, string authorization) = (null, "", "");
        async Task Answer(HttpContext http)
        {
            form = await http.Request.ReadFormAsync();
            path = http.Request.Path;
            authorization = http.Request.Headers.Authorization.ToString();
            await answer(http);
        }

        var result = await AskAsync(Answer, channel => channel.SendAsync(text ?? Text, TestContext.Current.CancellationToken), change, timeout);
        return (result, form, path, authorization);
    }

    private static async Task<T> AskAsync<T>(Func<HttpContext, Task> answer, Func<TwilioChannel, Task<T>> ask, Action<TwilioOptions>? change = null, TimeSpan? timeout = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var stub = builder.Build();
        stub.Run(http => answer(http));
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
        return await ask(new TwilioChannel(options, TwilioLine.Sms(options), http, new FakeTimeProvider(Now.AddHours(1))));
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
        form["ValidityPeriod"].ToString().ShouldBe("10800", "three of the four hours are left");
    }

    [Fact]
    public async Task Twilio_is_asked_which_messages_it_has_with_these_words_since_ours_was_written()
    {
        (string query, string authorization) = ("", "");
        var answer = await AskAsync(
            async http =>
            {
                (query, authorization) = (http.Request.QueryString.Value!, http.Request.Headers.Authorization.ToString());
                await http.Response.WriteAsJsonAsync(new
                {
                    messages = new[]
                    {
                        new { sid = "SM1", to = Text.To.Value, body = Text.Text, date_created = "Sat, 31 Jan 2026 00:01:01 +0000" },
                        new { sid = "SM2", to = Text.To.Value, body = "other words", date_created = "Sat, 31 Jan 2026 00:01:01 +0000" },
                        new { sid = "SM3", to = "+923000000000", body = Text.Text, date_created = "Sat, 31 Jan 2026 00:01:01 +0000" },
                        new { sid = "SM4", to = Text.To.Value, body = Text.Text, date_created = "Fri, 30 Jan 2026 23:50:00 +0000" },
                        new { sid = "SM5", to = Text.To.Value, body = Text.Text, date_created = "Fri, 30 Jan 2026 23:59:30 +0000" },
                    },
                });
            },
            channel => channel.LookUpAsync(Text, TestContext.Current.CancellationToken));

        answer.ShouldBeOfType<LookUpResult.Known>().ProviderIds.ShouldBe(["SM1", "SM5"], "clocks may differ by a little");
        query.ShouldBe("?To=%2B923001234567&DateSent%3E=2026-01-30&PageSize=200", "the day before: it was one minute past midnight");
        AuthenticationHeaderValue.Parse(authorization).Scheme.ShouldBe("Basic");
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, "")]
    [InlineData(HttpStatusCode.TooManyRequests, "{}")]
    [InlineData(HttpStatusCode.OK, "<html>")]
    [InlineData(HttpStatusCode.OK, "{}")]
    [InlineData(HttpStatusCode.OK, """{"messages":[{}]}""")]
    public async Task An_answer_to_a_look_up_that_says_nothing_is_asked_for_again(HttpStatusCode status, string json) =>
        (await AskAsync(Answer(status, json), channel => channel.LookUpAsync(Text, TestContext.Current.CancellationToken))).ShouldBeOfType<LookUpResult.TryLater>();

    [Fact]
    public async Task A_messaging_service_sends_instead_of_a_number()
    {
        var (_, form, _, _) = await SendAsync(Answer(HttpStatusCode.Created, """{"sid":"SM42"}"""), options => options.MessagingServiceSid = "MG1");
        form!.ContainsKey("From").ShouldBeFalse();
        form["MessagingServiceSid"].ToString().ShouldBe("MG1");
    }

    [Theory]
    [InlineData(400, 21211, "21211")]
    [InlineData(403, 21408, "21408")]
    [InlineData(400, 21610, DeliveryCodes.OptedOut)]
    [InlineData(403, 21610, DeliveryCodes.OptedOut)]
    [InlineData(400, 21614, DeliveryCodes.CannotReceive)]
    [InlineData(400, 30006, DeliveryCodes.CannotReceive)]
    public async Task A_message_that_Twilio_will_never_take_is_refused_with_its_reason(int status, int code, string reason)
    {
        var (result, _, _, _) = await SendAsync(Answer((HttpStatusCode)status, $$"""{"code":{{code}}}"""));
        result.ShouldBe(new SendResult.Refused(reason));
    }

    [Theory]
    [InlineData(429, "20429", SendTrouble.Throttled)]
    [InlineData(400, "21611", SendTrouble.Throttled)]
    [InlineData(400, "30001", SendTrouble.Throttled)]
    [InlineData(401, "20003", SendTrouble.Misconfigured)]
    [InlineData(403, "20003", SendTrouble.Misconfigured)]
    [InlineData(404, "20404", SendTrouble.Misconfigured)]
    [InlineData(503, "20503", SendTrouble.Unavailable)]
    public async Task A_busy_or_misconfigured_account_is_tried_again(int status, string code, SendTrouble trouble)
    {
        var (result, _, _, _) = await SendAsync(Answer((HttpStatusCode)status, $$"""{"code":{{code}}}"""));
        result.ShouldBe(new SendResult.TryLater(trouble, code));
    }

    [Fact]
    public async Task The_pause_that_Twilio_asks_for_is_kept()
    {
        var (result, _, _, _) = await SendAsync(Answer(HttpStatusCode.TooManyRequests, "{}", retryAfter: "7"));
        result.ShouldBe(new SendResult.TryLater(SendTrouble.Throttled, "429", TimeSpan.FromSeconds(7)));
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
        (await new TwilioChannel(options, TwilioLine.Sms(options), http, TimeProvider.System).SendAsync(Text, TestContext.Current.CancellationToken)).ShouldBeOfType<SendResult.TryLater>().Trouble.ShouldBe(SendTrouble.Unavailable);
    }
}

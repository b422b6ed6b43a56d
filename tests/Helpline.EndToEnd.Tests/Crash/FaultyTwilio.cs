using System.Collections.Concurrent;
using System.Web;
using Microsoft.AspNetCore.Http;

namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>
/// A provider that fails in all the ways that providers do, by the seed: the fault of the n-th send to a phone is always the same. It keeps a
/// ledger of every request, and brings receipts in any order, twice, or never.
/// </summary>
/// <remarks>A message meets two faults at most, so that each is taken in the end.</remarks>
internal sealed class FaultyTwilio(int seed, Webhooks webhooks) : TwilioStub
{
    private const int MostFaultsOfOneMessage = 2;
    private const int MostTriesOfAReceipt = 8;

    private readonly ConcurrentQueue<Send> _sends = new();
    private readonly ConcurrentQueue<Receipt> _receipts = new();
    private readonly ConcurrentDictionary<string, int> _requests = new();
    private readonly ConcurrentDictionary<Guid, int> _faults = new();
    private readonly ConcurrentQueue<Task> _reports = new();
    private int _number;

    public IReadOnlyList<Send> Sends => [.. _sends];

    public IReadOnlyList<Receipt> Receipts => [.. _receipts];

    /// <summary>Returns when every receipt that is to come has come.</summary>
    public async Task ReportedAsync()
    {
        while (_reports.TryDequeue(out var report))
            await report;
    }

    /// <summary>Where the life of a node sends to.</summary>
    public string UrlOf(string life) => $"{Url}/{life}";

    protected override async Task<IResult> AnswerAsync(SentSms sms, HttpContext http)
    {
        var dice = Dice.For(seed, 2, ChildPlan.IndexOf(sms.To), _requests.AddOrUpdate(sms.To, 1, (_, count) => count + 1));
        var message = Guid.Parse(HttpUtility.ParseQueryString(new Uri(sms.StatusCallback).Query)["message"]!);
        var fault = SendFaults.Roll(dice);
        if (fault != SendFault.None && _faults.AddOrUpdate(message, 1, (_, count) => count + 1) > MostFaultsOfOneMessage)
            fault = SendFault.None;
        _sends.Enqueue(new Send(Interlocked.Increment(ref _number), $"{http.Request.RouteValues["server"]}", message, sms, fault));
        if (fault.IsTaken())
        {
            Take(sms);
            _reports.Enqueue(ReportAsync(message, sms, dice));
        }

        switch (fault)
        {
            case SendFault.None:
                await dice.Pause(2, 60);
                return Taken(sms);
            case SendFault.TooMany:
                http.Response.Headers.RetryAfter = $"{dice.Next(1, 3)}";
                return Results.Json(new { code = 20429 }, statusCode: StatusCodes.Status429TooManyRequests);
            case SendFault.ErrorBefore or SendFault.ErrorAfter:
                return Results.Json(new { code = 20500 }, statusCode: StatusCodes.Status500InternalServerError);
            case SendFault.DropAfter:
                http.Abort();
                return Results.Empty;
            case SendFault.HangAfter:
                await HangAsync(http);
                return Results.Empty;
            default:
                throw new InvalidOperationException($"Unknown fault {fault}.");
        }
    }

    /// <summary>Now and then the list fails too: then nobody knows yet, and nothing may be sent again.</summary>
    protected override IResult? AnswerList(string phone)
    {
        var dice = Dice.For(seed, 3, ChildPlan.IndexOf(phone), _requests.AddOrUpdate($"list {phone}", 1, (_, count) => count + 1));
        return dice.Hits(0.1) ? Results.Json(new { code = 20500 }, statusCode: StatusCodes.Status500InternalServerError) : null;
    }

    private static async Task HangAsync(HttpContext http)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(20), TimeProvider.System, http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The server gave up, or died.
        }

        http.Abort();
    }

    private async Task ReportAsync(Guid message, SentSms sms, Random dice)
    {
        string[] statuses = dice.NextDouble() switch
        {
            < 0.55 => ["sent", "delivered"],
            < 0.7 => ["delivered", "sent"],
            < 0.8 => ["sent", "delivered", "delivered", "sent"],
            < 0.85 => ["sent"],
            < 0.9 => ["delivered"],
            _ => [],
        };
        foreach (var status in statuses)
        {
            await dice.Pause(20, 800);
            sms.Status = sms.Status == "delivered" ? sms.Status : status;
            var acknowledged = await webhooks.DeliverAsync(node => ReportAsync(sms, status, node), dice, MostTriesOfAReceipt);
            _receipts.Enqueue(new Receipt(message, status, acknowledged));
        }
    }
}

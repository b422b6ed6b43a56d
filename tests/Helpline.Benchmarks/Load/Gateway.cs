using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Helpline.Benchmarks.Load;

/// <summary>Posts webhooks to the nodes in turn, as a load balancer would spread them. Thread-safe.</summary>
internal sealed class Gateway(IReadOnlyList<int> ports) : IGateway, IDisposable
{
    private const int MostConnections = 256;
    private readonly Lane[] _lanes = [.. ports.Select(port => new Lane(port))];
    private uint _next;

    public Task<bool> TextAsync(Phone from, string text) => PostAsync(
        (Sid: Twilio.NewSid(), from.Number, text),
        static (post, message) => post.To("/channels/twilio/inbound")
            .Add("AccountSid", Twilio.AccountSid)
            .Add("ApiVersion", "2010-04-01")
            .Add("Body", message.text)
            .Add("From", message.Number)
            .Add("FromCountry", "PK")
            .Add("MessageSid", message.Sid)
            .Add("NumMedia", "0")
            .Add("NumSegments", "1")
            .Add("SmsMessageSid", message.Sid)
            .Add("SmsSid", message.Sid)
            .Add("SmsStatus", "received")
            .Add("To", Twilio.Number)
            .Add("ToCountry", "US"));

    public Task<bool> DeliveredAsync(Phone to, Guid message, string sid) => PostAsync(
        (message, sid, to.Number),
        static (post, receipt) => post.To($"/channels/twilio/status?message={receipt.message:N}")
            .Add("AccountSid", Twilio.AccountSid)
            .Add("ApiVersion", "2010-04-01")
            .Add("From", Twilio.Number)
            .Add("MessageSid", receipt.sid)
            .Add("MessageStatus", "delivered")
            .Add("SmsSid", receipt.sid)
            .Add("SmsStatus", "delivered")
            .Add("To", receipt.Number));

    public void Dispose()
    {
        foreach (var lane in _lanes)
            lane.Dispose();
    }

    private async Task<bool> PostAsync<T>(T message, Func<SignedPost, T, SignedPost> write)
    {
        var lane = _lanes[Interlocked.Increment(ref _next) % _lanes.Length];
        await lane.Free.WaitAsync();
        WebhookConnection? connection = null;
        try
        {
            if (!lane.Idle.TryPop(out connection))
                await (connection = new WebhookConnection()).ConnectAsync(lane.Port);
            var status = await connection.ExchangeAsync(write(connection.Post, message).End());
            if (status == 0)
                return false;
            lane.Idle.Push(connection);
            connection = null;
            return status is >= 200 and < 300;
        }
        catch (SocketException)
        {
            return false;
        }
        finally
        {
            connection?.Dispose();
            lane.Free.Release();
        }
    }

    private sealed class Lane(int port) : IDisposable
    {
        public int Port { get; } = port;

        public ConcurrentStack<WebhookConnection> Idle { get; } = new();

        public SemaphoreSlim Free { get; } = new(MostConnections);

        public void Dispose()
        {
            while (Idle.TryPop(out var connection))
                connection.Dispose();
            Free.Dispose();
        }
    }
}

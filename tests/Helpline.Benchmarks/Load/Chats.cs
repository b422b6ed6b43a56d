using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;

namespace Helpline.Benchmarks.Load;

/// <summary>Children who chat over Direct Line: each has a stream open, on the nodes in turn, and posts what it writes. Thread-safe.</summary>
internal sealed class Chats : IGateway, IDisposable
{
    public const string Secret = "f00dfeedf00dfeedf00dfeedf00dfeed";

    private const int MostConnections = 256;

    private readonly Uri[] _nodes;
    private readonly Action<int, Guid, string> _onLine;
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = MostConnections });
    private readonly List<Chat> _chats = [];
    private int _cut;

    /// <param name="ports">The nodes.</param>
    /// <param name="onLine">The child that was written to, the server's id of the message, and the activity's.</param>
    public Chats(IEnumerable<int> ports, Action<int, Guid, string> onLine)
    {
        _nodes = [.. ports.Select(port => new Uri($"http://127.0.0.1:{port}/v3/directline/"))];
        _onLine = onLine;
    }

    /// <summary>Streams that ended though nobody closed them.</summary>
    public int Cut => _cut;

    /// <summary>Opens the children's streams.</summary>
    public async Task OpenAsync(int count, CancellationToken cancellationToken)
    {
        var chats = new Chat[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken }, async (child, cancel) =>
        {
            using var started = await PostAsync(child, "conversations", Secret, new { }, cancel);
            started.EnsureSuccessStatusCode();
            var answer = await started.Content.ReadFromJsonAsync<JsonElement>(cancel);
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri(answer.GetProperty("streamUrl").GetString()!), cancel);
            chats[child] = new Chat(answer.GetProperty("conversationId").GetString()!, answer.GetProperty("token").GetString()!, socket);
            _ = ListenAsync(child, socket);
        });
        _chats.AddRange(chats);
    }

    public async Task<bool> TextAsync(Phone from, string text)
    {
        var chat = _chats[from.Child];
        try
        {
            using var answer = await PostAsync(
                from.Child,
                $"conversations/{chat.Conversation}/activities",
                chat.Token,
                new { type = "message", from = new { id = "child", role = "user" }, text, locale = "en-US", channelData = new { clientActivityID = Guid.NewGuid().ToString("N") } },
                CancellationToken.None);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>A stream needs no receipt: what is written to it is delivered.</summary>
    public Task<bool> DeliveredAsync(Phone to, Guid message, string sid) => Task.FromResult(true);

    public void Dispose()
    {
        foreach (var chat in _chats)
            chat.Socket.Dispose();
        _http.Dispose();
    }

    private Task<HttpResponseMessage> PostAsync(int child, string path, string bearer, object body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_nodes[child % _nodes.Length], path)) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return _http.SendAsync(request, cancellationToken);
    }

    private async Task ListenAsync(int child, ClientWebSocket socket)
    {
        var buffer = new byte[1024];
        var length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
                var frame = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                if (frame.MessageType == WebSocketMessageType.Close)
                    break;
                length += frame.Count;
                if (!frame.EndOfMessage)
                    continue;
                if (length > 0)
                    Read(child, buffer.AsMemory(0, length));
                length = 0;
            }
        }
        catch (Exception error) when (error is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The end.
        }

        Interlocked.Increment(ref _cut);
    }

    private void Read(int child, ReadOnlyMemory<byte> frame)
    {
        using var set = JsonDocument.Parse(frame);
        foreach (var activity in set.RootElement.GetProperty("activities").EnumerateArray())
        {
            if (activity.GetProperty("from").GetProperty("role").GetString() != "bot")
                continue;
            var id = activity.GetProperty("id").GetString()!;
            _onLine(child, Guid.Parse(id.AsSpan(id.IndexOf('|', StringComparison.Ordinal) + 1)), id);
        }
    }

    private sealed record Chat(string Conversation, string Token, ClientWebSocket Socket);
}

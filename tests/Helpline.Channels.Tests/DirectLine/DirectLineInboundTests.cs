using System.Text;
using Helpline.Channels.Tests.Contract;
using Helpline.Messages;
using static Helpline.Channels.Tests.DirectLine.DirectLineCalls;

namespace Helpline.Channels.Tests.DirectLine;

public sealed class DirectLineInboundTests : InboundContract
{
    private static readonly string Path = Activities();

    protected override string Channel => ChannelNames.DirectLine;

    protected override IEnumerable<(string Key, string Value)> Settings => Settings();

    protected override Task<HttpResponseMessage> DeliverAsync(HttpClient client, string id, string text) => client.PostAsync(Path, Secret, Message(text, id));

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Forgeries =>
    [
        ("no credential", client => client.PostAsync(Path, bearer: null, Message("help"))),
        ("another secret", client => client.PostAsync(Path, new string('f', 32), Message("help"))),
        ("a part of the secret", client => client.PostAsync(Path, Secret[..31], Message("help"))),
        ("another conversation's token", async client => await client.PostAsync(Path, (await client.BeginAsync()).Token, Message("help"))),
        ("a token that was changed", async client =>
        {
            var (conversation, token) = await client.BeginAsync();
            return await client.PostAsync(Activities(conversation), token[..^2] + (token[^2] == 'A' ? 'B' : 'A') + token[^1], Message("help"));
        }),
        ("a stream's token", async client =>
        {
            var (_, token) = await client.BeginAsync();
            var started = await client.PostAsync($"{Root}/conversations", token).ReadAsync();
            return await client.PostAsync(Activities(started.Text("conversationId")), started.Text("streamUrl").Split("&t=")[1], Message("help"));
        }),
    ];

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Oversized =>
    [
        ("a long text", client => DeliverAsync(client, "1", new string('a', InboundMessage.LongestText + 1))),
        ("a large body of known length", client => client.PostRawAsync(Path, Secret, $$"""{"type":"message","text":"help","value":"{{new string('a', 200_000)}}"}""")),
        ("a large body of unknown length", client => client.CallAsync(HttpMethod.Post, Path, Secret, new StreamContent(new ForwardOnly(new MemoryStream([.. Enumerable.Repeat((byte)' ', 200_000), .. """{"type":"message","text":"help"}"""u8]))))),
        ("deep nesting", client => client.PostRawAsync(Path, Secret, $$"""{"type":"message","text":"help","channelData":{{new string('[', 500)}}{{new string(']', 500)}}}""")),
    ];

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Broken =>
    [
        ("no body", client => client.PostAsync(Path, Secret)),
        ("cut off", client => client.PostRawAsync(Path, Secret, """{"type":"message","text":"he""")),
        ("a list", client => client.PostRawAsync(Path, Secret, "[]")),
        ("no type", client => client.PostRawAsync(Path, Secret, """{"text":"help"}""")),
        ("an unknown type", client => client.PostRawAsync(Path, Secret, """{"type":"massage","text":"help"}""")),
        ("no text", client => client.PostRawAsync(Path, Secret, """{"type":"message"}""")),
        ("a text that is no text", client => client.PostRawAsync(Path, Secret, """{"type":"message","text":5}""")),
        ("half a surrogate pair", client => client.PostRawAsync(Path, Secret, """{"type":"message","text":"\ud83d"}""")),
        ("bytes that are no UTF-8", client => client.CallAsync(HttpMethod.Post, Path, Secret, new ByteArrayContent([.. "{\"type\":\"message\",\"text\":\""u8, 0xC3, 0x28, .. "\"}"u8]))),
        ("a conversation that cannot be", client => client.PostAsync(Activities("12"), Secret, Message("help"))),
        ("a form", client => client.CallAsync(HttpMethod.Post, Path, Secret, new StringContent("text=help", Encoding.UTF8, "application/x-www-form-urlencoded"))),
    ];

    /// <summary>Has no length that a header could tell.</summary>
    private sealed class ForwardOnly(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}

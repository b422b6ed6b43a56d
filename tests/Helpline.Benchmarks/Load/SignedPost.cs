using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Helpline.Benchmarks.Load;

/// <summary>
/// Writes one webhook request after another as Twilio would send it: a form, signed with HMAC-SHA1 over the URL and the fields in ordinal order of
/// their keys, in which they have to be added. Everything is written into the same buffers, so that making the load costs little of the machine it is to load.
/// </summary>
internal sealed class SignedPost
{
    private static readonly byte[] Token = Encoding.ASCII.GetBytes(Twilio.AuthToken);
    private static readonly SearchValues<byte> Unescaped = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);
    private readonly ArrayBufferWriter<byte> _signed = new(1024);
    private readonly ArrayBufferWriter<byte> _body = new(1024);
    private readonly ArrayBufferWriter<byte> _request = new(2048);
    private string _target = "";

    public SignedPost To(string target)
    {
        _target = target;
        _signed.ResetWrittenCount();
        _body.ResetWrittenCount();
        Encoding.ASCII.GetBytes(Twilio.PublicUrl, _signed);
        Encoding.ASCII.GetBytes(target, _signed);
        return this;
    }

    public SignedPost Add(string key, string value)
    {
        Encoding.ASCII.GetBytes(key, _signed);
        var start = _signed.WrittenCount;
        Encoding.UTF8.GetBytes(value, _signed);
        if (_body.WrittenCount > 0)
            _body.Write("&"u8);
        Encoding.ASCII.GetBytes(key, _body);
        _body.Write("="u8);
        Escape(_signed.WrittenSpan[start..]);
        return this;
    }

    /// <summary>The request; valid until the next one is begun.</summary>
    public ReadOnlyMemory<byte> End()
    {
        _request.ResetWrittenCount();
        Encoding.ASCII.GetBytes($"POST {_target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {_body.WrittenCount}\r\nX-Twilio-Signature: ", _request);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // the algorithm is Twilio's
        HMACSHA1.HashData(Token, _signed.WrittenSpan, hash);
#pragma warning restore CA5350
        Base64.EncodeToUtf8(hash, _request.GetSpan(28), out _, out var written);
        _request.Advance(written);
        _request.Write("\r\n\r\n"u8);
        _request.Write(_body.WrittenSpan);
        return _request.WrittenMemory;
    }

    private void Escape(ReadOnlySpan<byte> value)
    {
        while (value.Length > 0)
        {
            var plain = value.IndexOfAnyExcept(Unescaped);
            if (plain < 0)
                plain = value.Length;
            _body.Write(value[..plain]);
            if (plain == value.Length)
                return;
            Encoding.ASCII.GetBytes($"%{value[plain]:X2}", _body);
            value = value[(plain + 1)..];
        }
    }
}

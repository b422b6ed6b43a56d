using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Helpline.Channels.Tests.Kannel;

/// <summary>
/// An operator's short message centre, as much of SMPP 3.4 as Kannel's driver asks for: binds, takes what is submitted, delivers what a child texts, and sends receipts.
/// Thread-safe.
/// </summary>
internal sealed class SmppCentre : IAsyncDisposable
{
    private const uint Response = 0x80000000;
    private const uint BindTransceiver = 0x09;
    private const uint SubmitSm = 0x04;
    private const uint DeliverSm = 0x05;
    private const uint Unbind = 0x06;
    private const uint EnquireLink = 0x15;
    private const byte Udhi = 0x40;
    private const byte Receipt = 0x04;

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ConcurrentDictionary<uint, TaskCompletionSource> _unanswered = new();
    private readonly List<SubmittedPart> _parts = [];
    private readonly Task _running;
    private volatile NetworkStream? _bound;
    private int _sequence;

    public SmppCentre(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _running = AcceptAsync();
    }

    /// <summary>What Kannel has submitted, part by part.</summary>
    public IReadOnlyList<SubmittedPart> Parts
    {
        get
        {
            lock (_parts)
                return [.. _parts];
        }
    }

    public bool IsBound => _bound is not null;

    /// <summary>SMPP's status for the next submits: 0 takes them.</summary>
    public uint SubmitStatus { get; set; }

    /// <summary>A child's text, in as many parts as the octets need; returns when Kannel has answered for each.</summary>
    /// <param name="from">The child's number, digits only: its type of number says that it is international.</param>
    /// <param name="to">The short code.</param>
    /// <param name="octets">Septets, one an octet (data coding 0), or UTF-16BE (8).</param>
    /// <param name="dataCoding">0 or 8.</param>
    /// <param name="partLength">Octets a part; the parts come in the opposite order, as networks may deliver them.</param>
    public async Task DeliverAsync(string from, string to, byte[] octets, byte dataCoding, int? partLength = null)
    {
        if (partLength is not { } length)
        {
            await SendAsync(DeliverSm, Body(from, to, 0, dataCoding, octets));
            return;
        }

        var reference = (byte)Interlocked.Increment(ref _sequence);
        var parts = octets.Chunk(length).ToList();
        foreach (var (index, part) in parts.Index().Reverse())
            await SendAsync(DeliverSm, Body(from, to, Udhi, dataCoding, [5, 0, 3, reference, (byte)parts.Count, (byte)(index + 1), .. part]));
    }

    /// <summary>What became of a submitted part; returns when Kannel has taken the receipt.</summary>
    public Task ReportAsync(SubmittedPart part, string state, string error) => SendAsync(
        DeliverSm,
        Body(part.To, part.From, Receipt, 0, Encoding.ASCII.GetBytes($"id:{part.Id} sub:001 dlvrd:001 submit date:2601010101 done date:2601010102 stat:{state} err:{error} text:...")));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
        _writing.Dispose();
    }

    private static byte[] Body(string from, string to, byte esmClass, byte dataCoding, byte[] octets)
    {
        var international = from.Length > 6;
        return
        [
            0,
            (byte)(international ? 1 : 0), (byte)(international ? 1 : 0), .. Encoding.ASCII.GetBytes(from), 0,
            0, 0, .. Encoding.ASCII.GetBytes(to), 0,
            esmClass, 0, 0, 0, 0, 0, 0, dataCoding, 0, (byte)octets.Length, .. octets,
        ];
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                client.NoDelay = true;
                try
                {
                    await ServeAsync(client.GetStream());
                }
                catch (Exception error) when (error is IOException or EndOfStreamException)
                {
                    // Kannel has gone.
                }

                _bound = null;
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        var header = new byte[16];
        while (true)
        {
            await stream.ReadExactlyAsync(header, _stop.Token);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(header) - header.Length];
            await stream.ReadExactlyAsync(body, _stop.Token);
            var command = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
            var sequence = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(12));
            switch (command)
            {
                case BindTransceiver:
                    await WriteAsync(stream, command | Response, 0, sequence, [0]);
                    _bound = stream;
                    break;
                case SubmitSm:
                    await TakeAsync(stream, sequence, body);
                    break;
                case DeliverSm | Response:
                    if (_unanswered.TryRemove(sequence, out var answered))
                        answered.SetResult();
                    break;
                case EnquireLink or Unbind:
                    await WriteAsync(stream, command | Response, 0, sequence, []);
                    break;
            }
        }
    }

    private async Task TakeAsync(NetworkStream stream, uint sequence, byte[] body)
    {
        var status = SubmitStatus;
        if (status == 0)
        {
            var part = SubmittedPart.Read($"{Interlocked.Increment(ref _sequence):x8}", body);
            await WriteAsync(stream, SubmitSm | Response, 0, sequence, [.. Encoding.ASCII.GetBytes(part.Id), 0]);
            lock (_parts)
                _parts.Add(part);
            return;
        }

        await WriteAsync(stream, SubmitSm | Response, status, sequence, []);
    }

    private async Task SendAsync(uint command, byte[] body)
    {
        var sequence = (uint)Interlocked.Increment(ref _sequence);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _unanswered[sequence] = answered;
        await WriteAsync(_bound ?? throw new InvalidOperationException("Kannel is not bound."), command, 0, sequence, body);
        await answered.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
    }

    private async Task WriteAsync(NetworkStream stream, uint command, uint status, uint sequence, byte[] body)
    {
        var pdu = new byte[16 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(pdu, pdu.Length);
        BinaryPrimitives.WriteUInt32BigEndian(pdu.AsSpan(4), command);
        BinaryPrimitives.WriteUInt32BigEndian(pdu.AsSpan(8), status);
        BinaryPrimitives.WriteUInt32BigEndian(pdu.AsSpan(12), sequence);
        body.CopyTo(pdu, 16);
        await _writing.WaitAsync(_stop.Token);
        try
        {
            await stream.WriteAsync(pdu, _stop.Token);
        }
        finally
        {
            _writing.Release();
        }
    }
}

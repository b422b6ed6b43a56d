using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Helpline.Storage.Encryption;
using Microsoft.Extensions.Logging;

namespace Helpline.Storage.Spool;

/// <summary>
/// Where a node keeps what it has accepted while SQL is out of reach: encrypted files of this node's own, flushed to the disk before
/// <see cref="Append"/> returns true. Entries come out in the order in which they went in, and stay until <see cref="Drop"/>; after a crash all
/// that was not dropped with its file comes again, so who takes them out must not mind repetition.
/// </summary>
/// <remarks>
/// A file is a header (magic, key id, its own key wrapped under the key-encryption key) and records (length, sealed JSON). A record that a
/// crash has cut off was never acknowledged and is ignored. One caller at a time; the properties may be read by anyone.
/// </remarks>
internal sealed partial class LocalSpool : IDisposable
{
    private static readonly byte[] Magic = "HLS1"u8.ToArray();

    private readonly string _directory;
    private readonly KeyEncryptionKey _keys;
    private readonly long _limit;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Queue<Record> _records = new();
    private readonly List<Segment> _segments = [];
    private Segment? _current;
    private long _bytes;
    private volatile int _count;
    private volatile bool _works;

    /// <param name="directory">Made if it is not there.</param>
    /// <param name="limit">Bytes on the disk; beyond it nothing is taken.</param>
    /// <param name="keys">Wraps each file's own key.</param>
    /// <param name="time">Names the files, so that they sort by age.</param>
    /// <param name="logger">Hears of trouble.</param>
    public LocalSpool(string directory, long limit, KeyEncryptionKey keys, TimeProvider time, ILogger<LocalSpool> logger)
    {
        _time = time;
        _directory = directory;
        _limit = limit;
        _keys = keys;
        _logger = logger;
        _works = TryOpen();
    }

    public bool IsEmpty => _count == 0;

    public int Count => _count;

    /// <summary>False if it is full, or the disk did not take the last write.</summary>
    public bool IsUsable => _works && Interlocked.Read(ref _bytes) < _limit;

    /// <summary>True when all entries are on the disk; false, and nothing is kept, if the spool is full or cannot be written.</summary>
    public bool Append(IReadOnlyList<InboxEntry> entries)
    {
        if (!_works)
            _works = TryOpen();
        if (!IsUsable)
            return false;
        try
        {
            var segment = _current ??= NewSegment();
            using var buffer = new MemoryStream();
            var added = new List<Record>(entries.Count);
            foreach (var entry in entries)
            {
                var index = segment.Records + added.Count;
                var box = SealedBox.Seal(segment.Key, JsonSerializer.SerializeToUtf8Bytes(entry), Place(segment, index));
                WriteLength(buffer, box.Length);
                added.Add(new Record(segment, segment.Length + buffer.Length, box.Length, index));
                buffer.Write(box);
            }

            RandomAccess.Write(segment.File, buffer.GetBuffer().AsSpan(0, (int)buffer.Length), segment.Length);
            RandomAccess.FlushToDisk(segment.File);
            segment.Length += buffer.Length;
            segment.Records += added.Count;
            Interlocked.Add(ref _bytes, buffer.Length);
            added.ForEach(_records.Enqueue);
            _count = _records.Count;
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogUnwritable(error.GetType().Name);
            _works = false;
            _current = null; // what may stand half-written at its end is ignored; the next try makes a new file
            return false;
        }
    }

    /// <summary>The oldest entries, without taking them out.</summary>
    public IReadOnlyList<InboxEntry> Peek(int most) => [.. _records.Take(most).Select(Read)];

    /// <summary>Takes the oldest entries out; the files go when all of them are out.</summary>
    public void Drop(int count)
    {
        for (; count > 0; count--)
            _records.Dequeue();
        if (_records.Count == 0)
            RemoveFiles();
        _count = _records.Count;
    }

    /// <summary>Keeps an entry that SQL will never take out of the way, sealed, for a person to look into.</summary>
    public void SetAside(InboxEntry entry)
    {
        using var segment = NewSegment("refused");
        var box = SealedBox.Seal(segment.Key, JsonSerializer.SerializeToUtf8Bytes(entry), Place(segment, 0));
        using var buffer = new MemoryStream();
        WriteLength(buffer, box.Length);
        buffer.Write(box);
        RandomAccess.Write(segment.File, buffer.ToArray(), segment.Length);
        RandomAccess.FlushToDisk(segment.File);
    }

    public void Dispose()
    {
        foreach (var segment in _segments)
            segment.Dispose();
    }

    private static string Place(Segment segment, int index) => $"spool:{segment.Name}:{index}";

    private static void WriteLength(Stream stream, int length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        stream.Write(bytes);
    }

    private static InboxEntry Read(Record record)
    {
        var box = new byte[record.Length];
        RandomAccess.Read(record.Segment.File, box, record.Offset);
        return JsonSerializer.Deserialize<InboxEntry>(SealedBox.Open(record.Segment.Key, box, Place(record.Segment, record.Index)))
            ?? throw new JsonException("A spooled entry is empty.");
    }

    private bool TryOpen()
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(_directory);
            else
                Directory.CreateDirectory(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (var file in Directory.EnumerateFiles(_directory, "*.spool").Order(StringComparer.Ordinal))
            {
                if (_segments.All(segment => segment.Path != file))
                    Load(file);
            }

            var probe = Path.Combine(_directory, "probe");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            _count = _records.Count;
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogUnwritable(error.GetType().Name);
            return false;
        }
    }

    private void Load(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var name = Path.GetFileNameWithoutExtension(path);
        var at = Magic.Length;
        if (Field(bytes, ref at) is not { } keyId || Field(bytes, ref at) is not { } wrapped)
        {
            File.Delete(path); // a crash while it was made: nothing in it was acknowledged
            return;
        }

        byte[] key;
        try
        {
            key = _keys.Unwrap(wrapped, $"spool:{name}");
        }
        catch (CryptographicException)
        {
            LogOtherKey(name, Encoding.UTF8.GetString(keyId));
            return; // it stays; with its key it is read at the next start
        }

        var segment = new Segment(name, path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite), key);
        _segments.Add(segment);
        for (var start = at; Field(bytes, ref at) is { } box; start = at)
            _records.Enqueue(new Record(segment, start + sizeof(int), box.Length, segment.Records++));
        Interlocked.Add(ref _bytes, bytes.Length);
    }

    /// <summary>The next length and its bytes; null at the end, or where a crash has cut off.</summary>
    private static byte[]? Field(byte[] bytes, ref int at)
    {
        if (at + sizeof(int) > bytes.Length)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
        var start = at + sizeof(int);
        if (length <= 0 || length > bytes.Length - start)
            return null;
        at = start + length;
        return bytes[start..at];
    }

    private Segment NewSegment(string extension = "spool")
    {
        var name = NextName();
        var path = Path.Combine(_directory, $"{name}.{extension}");
        var key = RandomNumberGenerator.GetBytes(SealedBox.KeyLength);
        using var header = new MemoryStream();
        header.Write(Magic);
        foreach (var field in (byte[][])[Encoding.UTF8.GetBytes(_keys.Id), _keys.Wrap(key, $"spool:{name}")])
        {
            WriteLength(header, field.Length);
            header.Write(field);
        }

        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        RandomAccess.Write(file, header.ToArray(), 0);
        var segment = new Segment(name, path, file, key) { Length = header.Length };
        if (extension == "spool")
        {
            _segments.Add(segment);
            Interlocked.Add(ref _bytes, header.Length);
        }

        return segment;
    }

    /// <summary>Names sort by age, also those of one moment, and when the clock was put back: what was taken first is handed on first.</summary>
    private string NextName()
    {
        const int TimeDigits = 12; // of a version 7 UUID: milliseconds
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        if (_segments is [.., var newest] && long.TryParse(newest.Name.AsSpan(0, Math.Min(TimeDigits, newest.Name.Length)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var last))
            now = Math.Max(now, last + 1);
        return Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(now)).ToString("N");
    }

    private void RemoveFiles()
    {
        foreach (var segment in _segments)
        {
            segment.Dispose();
            File.Delete(segment.Path);
        }

        _segments.Clear();
        _current = null;
        Interlocked.Exchange(ref _bytes, 0);
    }

    private sealed record Record(Segment Segment, long Offset, int Length, int Index);

    private sealed class Segment(string name, string path, Microsoft.Win32.SafeHandles.SafeFileHandle file, byte[] key) : IDisposable
    {
        public string Name => name;

        public string Path => path;

        public Microsoft.Win32.SafeHandles.SafeFileHandle File => file;

        public byte[] Key => key;

        public long Length { get; set; }

        public int Records { get; set; }

        public void Dispose() => file.Dispose();
    }

    [LoggerMessage(LogLevel.Critical, "The local spool cannot be written ({Error}): while SQL is down, messages are refused with 503. Check the disk and the rights of the data directory.")]
    private partial void LogUnwritable(string error);

    [LoggerMessage(LogLevel.Critical, "The spool file {Name} was written under the key-encryption key '{KeyId}', which is not configured: its messages wait until the server is started with that key.")]
    private partial void LogOtherKey(string name, string keyId);
}

using System.Security.Cryptography;
using System.Text;
using Helpline.Messages;
using Helpline.Storage.Encryption;
using Helpline.Storage.Spool;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Helpline.Storage.Tests;

/// <summary>The spool's guarantee: true means on the disk, in order, sealed, until it is taken out.</summary>
public sealed class LocalSpoolTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("helpline-spool-").FullName;
    private readonly KeyEncryptionKey _key = new("1", RandomNumberGenerator.GetBytes(32));

    /// <summary>It stands still: files of one moment keep their order too.</summary>
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    private LocalSpool Open(long limit = 1_000_000, KeyEncryptionKey? key = null) => new(_directory, limit, key ?? _key, _time, NullLogger<LocalSpool>.Instance);

    private static InboxEntry Entry(int number) => new(
        number,
        Urgent: number % 2 == 0,
        new InboundMessage(new Address("twilio", "+923001234567"), new Address("twilio", "1122"), $"SM{number}", $"zebra-purple-elephant {number} \u0633\u0644\u0627\u0645", Attachments: 1, AnsweredByCarrier: true),
        Receipt: null);

    private string[] Files() => Directory.GetFiles(_directory);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_goes_in_comes_out_in_order_also_after_a_restart()
    {
        var receipt = new InboxEntry(99, Urgent: false, Message: null, new DeliveryReceipt("twilio", new OutboundId(Guid.NewGuid()), "SM1", DeliveryStatus.Delivered, "30003"));
        using (var spool = Open())
        {
            spool.Append([Entry(1), Entry(2)]).ShouldBeTrue();
            spool.Append([receipt]).ShouldBeTrue();
        }

        using (var again = Open())
        {
            again.Count.ShouldBe(3);
            again.Append([Entry(3)]).ShouldBeTrue();
            again.Peek(10).ShouldBe([Entry(1), Entry(2), receipt, Entry(3)]);
            again.Peek(2).ShouldBe([Entry(1), Entry(2)]);
            again.Drop(2);
            again.Peek(10).ShouldBe([receipt, Entry(3)]);
        }

        using var afterwards = Open();
        afterwards.Peek(10).ShouldBe([Entry(1), Entry(2), receipt, Entry(3)], "after a crash what was taken out may come again, and nothing is missing");
        afterwards.Drop(4);
        afterwards.IsEmpty.ShouldBeTrue();
        Files().ShouldBeEmpty();
        afterwards.Append([Entry(4)]).ShouldBeTrue();
        afterwards.Peek(1).ShouldBe([Entry(4)]);
    }

    [Fact]
    public void No_word_or_number_can_be_read_in_its_files_and_only_the_owner_may_try()
    {
        using var spool = Open();
        spool.Append([Entry(1)]);
        spool.SetAside(Entry(2));

        Files().Length.ShouldBe(2);
        foreach (var file in Files())
        {
            var text = Encoding.UTF8.GetString(File.ReadAllBytes(file));
            text.ShouldNotContain("zebra");
            text.ShouldNotContain("923001234567");
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(200)]
    public void A_record_that_a_crash_has_cut_off_was_never_promised_and_hides_no_other(int cut)
    {
        using (var spool = Open())
        {
            spool.Append([Entry(1)]);
            spool.Append([Entry(2)]);
        }

        using (var file = File.OpenWrite(Files().Single()))
            file.SetLength(file.Length - cut);

        using var again = Open();
        again.Peek(10).ShouldBe([Entry(1)]);
        again.Append([Entry(3)]).ShouldBeTrue();
        using var onceMore = Open();
        onceMore.Peek(10).ShouldBe([Entry(1), Entry(3)]);
    }

    [Fact]
    public void A_full_spool_takes_nothing_and_says_so()
    {
        using var spool = Open(limit: 2000);
        var taken = 0;
        while (spool.Append([Entry(taken)]))
            taken++;

        taken.ShouldBeInRange(2, 10);
        spool.IsUsable.ShouldBeFalse();
        spool.Count.ShouldBe(taken);
        spool.Drop(taken);
        spool.IsUsable.ShouldBeTrue("there is room again");
        spool.Append([Entry(1)]).ShouldBeTrue();
    }

    [Fact]
    public void A_directory_that_cannot_be_made_takes_nothing()
    {
        var file = Path.Combine(_directory, "in-the-way");
        File.WriteAllText(file, "");
        using var spool = new LocalSpool(Path.Combine(file, "spool"), 1000, _key, TimeProvider.System, NullLogger<LocalSpool>.Instance);

        spool.IsUsable.ShouldBeFalse();
        spool.Append([Entry(1)]).ShouldBeFalse();
    }

    [Fact]
    public void Files_of_another_key_wait_for_it()
    {
        using (var spool = Open())
            spool.Append([Entry(1)]);

        using (var other = Open(key: new KeyEncryptionKey("2", RandomNumberGenerator.GetBytes(32))))
        {
            other.IsEmpty.ShouldBeTrue();
            other.Append([Entry(2)]).ShouldBeTrue();
            other.Drop(1);
        }

        using var mine = Open();
        mine.Peek(10).ShouldBe([Entry(1)]);
    }

    [Fact]
    public void A_file_that_was_made_and_never_written_is_nothing()
    {
        File.WriteAllBytes(Path.Combine(_directory, "0.spool"), []);

        using var spool = Open();

        spool.IsEmpty.ShouldBeTrue();
        Files().ShouldBeEmpty();
    }
}

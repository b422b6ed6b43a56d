using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Encryption;
using Helpline.Storage.Sql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Helpline.Storage.Tests;

/// <summary>What is true of the SQLite file itself, and of what can be read from it.</summary>
public class SqliteFileTests(SharedRedis redis)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PRAGMA synchronous", "2")] // FULL: a commit is on the disk
    [InlineData("PRAGMA journal_mode", "wal")]
    [InlineData("PRAGMA foreign_keys", "1")]
    public async Task The_database_is_set_to_be_durable(string pragma, string value)
    {
        await using var store = await SqliteStore.OpenFileAsync(redis);

        var found = await store.ReadAsync(async context =>
        {
            await context.Database.OpenConnectionAsync(Token);
            await using var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // a pragma from a test
            command.CommandText = pragma;
#pragma warning restore CA2100
            return Convert.ToString(await command.ExecuteScalarAsync(Token), CultureInfo.InvariantCulture);
        });

        found.ShouldBe(value);
    }

    [Fact]
    public async Task The_migrations_make_what_the_model_says()
    {
        await using var store = await SqliteStore.OpenFileAsync(redis);

        (await store.ReadAsync(context => Task.FromResult(context.Database.HasPendingModelChanges()))).ShouldBeFalse();
        (await store.ReadAsync(context => context.Database.GetPendingMigrationsAsync(Token))).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_word_number_or_note_can_be_read_in_the_file()
    {
        string[] secrets = ["zebra-purple-elephant", "میری خفیہ بات", "923009876543", "a-note-about-the-child", "a-reason-about-the-child", "counsellor-says-kindly", "en pictures.not_your_fault", "en safety.suicide"];
        await using var store = await SqliteStore.OpenFileAsync(redis);
        const string from = "+923009876543";
        await store.TalkAsync("zebra-purple-elephant", from);
        await store.TalkAsync("1", from);
        await store.TalkAsync("pictures", from);
        await store.TalkAsync("میری خفیہ بات", from);
        var id = (await store.TalkAsync("i want to die", from)).Id;
        await store.Desk.TakeAsync(id, TestStore.Ayesha, Token);
        await store.Desk.ReplyAsync(id, TestStore.Ayesha, "counsellor-says-kindly", Token);
        (await store.Desk.SetLevelAsync(id, TestStore.Ayesha, RiskLevel.Imminent, RiskLevel.High, "a-reason-about-the-child", Token)).ShouldBeNull();
        await store.Desk.CloseAsync(id, TestStore.Ayesha, HandoffOutcome.Referred, RiskLevel.Low, "a-note-about-the-child", Token);
        await store.AcceptAsync("zebra-purple-elephant", from); // one that waits in the WAL

        var files = Directory.GetFiles(store.DataDirectory, "helpline.db*");
        files.Length.ShouldBeGreaterThanOrEqualTo(2, "the file and its WAL");
        foreach (var file in files)
        {
            var bytes = await ReadSharedAsync(file);
            bytes.Length.ShouldBeGreaterThan(0);
            foreach (var secret in secrets)
                foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
                    bytes.AsSpan().IndexOf(encoding.GetBytes(secret)).ShouldBe(-1, $"'{secret}' in {encoding.WebName} stands in {Path.GetFileName(file)}");
        }

        var all = Encoding.Latin1.GetString(await ReadSharedAsync(store.File)) + Encoding.Latin1.GetString(await ReadSharedAsync(store.File + "-wal"));
        all.ShouldContain("simulator", Case.Sensitive, "the search itself works: what is not secret is found");
    }

    [Fact]
    public async Task Another_key_than_the_databases_own_is_refused_with_the_remedy()
    {
        await using var store = await SqliteStore.OpenFileAsync(redis);

        var error = await Should.ThrowAsync<StoreUnusableException>(() => store.AddNodeAsync(key: Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));

        error.Message.ShouldContain("Encryption:Key");
        error.Message.ShouldContain("Configure the key it was made with");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAA")]
    public async Task A_key_that_is_none_is_refused_by_its_name(string key)
    {
        await using var store = await SqliteStore.OpenFileAsync(redis);

        (await Should.ThrowAsync<OptionsValidationException>(() => store.AddNodeAsync(key))).Message.ShouldBe("Encryption:Key is not 32 bytes in base64");
    }

    [Fact]
    public void Developments_own_key_is_made_once_and_for_its_owner_only()
    {
        var directory = Directory.CreateTempSubdirectory("helpline-key-");
        try
        {
            var options = new StorageOptions { DataDirectory = directory.FullName };
            var wrapped = KeyEncryptionKey.From(new EncryptionOptions(), options).Wrap([1, 2, 3], "here");

            KeyEncryptionKey.From(new EncryptionOptions(), options).Unwrap(wrapped, "here").ShouldBe([1, 2, 3]);
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(Path.Combine(directory.FullName, "development.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_sealed_box_opens_only_with_its_key_in_its_place_and_unchanged()
    {
        var key = DataKey.New();
        var box = key.Seal("secret", "here");

        key.Open(box, "here").ShouldBe("secret");
        Should.Throw<CryptographicException>(() => key.Open(box, "there"));
        Should.Throw<CryptographicException>(() => DataKey.New().Open(box, "here"));
        Should.Throw<CryptographicException>(() => key.Open(box[..^1], "here"));
        Should.Throw<CryptographicException>(() => key.Open([], "here"));
        for (var i = 0; i < box.Length; i++)
        {
            var changed = box.ToArray();
            changed[i] ^= 1;
            Should.Throw<CryptographicException>(() => key.Open(changed, "here"));
        }

        key.Seal("secret", "here").ShouldNotBe(box, "the nonce is new each time");
    }

    [Fact]
    public void An_address_is_found_by_a_hash_that_only_the_key_makes()
    {
        var index = new AddressIndex([1, 2, 3]);
        var address = new Address("simulator", "+1");

        index.Hash(address).ShouldBe(new AddressIndex([1, 2, 3]).Hash(address));
        index.Hash(address).ShouldNotBe(new AddressIndex([1, 2, 4]).Hash(address));
        index.Hash(address).ShouldNotBe(index.Hash(address with { Channel = "twilio" }));
    }

    [Fact]
    public void Stored_words_are_not_shown_by_the_rows_that_are_read()
    {
        new Helpline.Storage.Reading.TranscriptLine(1, Helpline.Storage.Reading.TranscriptAuthor.Child, "SECRET", "SECRET", DateTimeOffset.UnixEpoch).ToString().ShouldNotContain("SECRET");
        new Helpline.Storage.Reading.LevelChangeLine(DateTimeOffset.UnixEpoch, "Ayesha", RiskLevel.High, RiskLevel.Low, "SECRET").ToString().ShouldNotContain("SECRET");
        new Helpline.Storage.Reading.JudgedConversation("en", RiskLevel.High, null, [new Helpline.Storage.Reading.JudgedMessage("SECRET", RiskLevel.High)]).Messages[0].ToString().ShouldNotContain("SECRET");
        new ConversationState("menu.start", System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("SECRET", "SECRET"), 0, RiskSteps.None).ToString().ShouldNotContain("SECRET");
    }

    private static async Task<byte[]> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, Token);
        return memory.ToArray();
    }
}

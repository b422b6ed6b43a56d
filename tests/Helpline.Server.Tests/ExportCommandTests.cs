using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Server.Commands;
using Helpline.Server.Commands.Risk;
using Helpline.Server.Startup;
using Helpline.Storage;
using Helpline.Storage.Reading;
using Helpline.Storage.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Server.Tests;

/// <summary>A deployment's own messages, labelled: from the stores of a server that runs into a file that only its owner reads.</summary>
[Collection("the terminal")] // it is one for all
public sealed class ExportCommandTests : IAsyncLifetime
{
    private const string Danger = "i want to kill myself\ttonight";
    private static readonly CounsellorId Ayesha = new("ayesha");

    private readonly string _data = Directory.CreateTempSubdirectory("helpline-export-").FullName;
    private WebApplication _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_data, "export.tsv");

    public async ValueTask InitializeAsync()
    {
        _server = Build();
        _server.Services.GetRequiredService<DataDirectoryLock>(); // as a server that runs has it
        await _server.Services.GetRequiredService<Database>().PrepareAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task What_counsellors_closed_is_written_as_triage_train_reads_it_for_its_owner_only()
    {
        await CloseAsync("+1", RiskLevel.Imminent, "hello", Danger);
        await CloseAsync("+2", RiskLevel.None, "human");
        await using var beside = Build();
        await beside.Services.GetRequiredService<Database>().PrepareAsync(Token);

        var written = await ExportCommand.WriteAsync(beside.Services.GetRequiredService<TrainingQueries>(), TimeSpan.FromDays(1), Target, Token);

        written.ShouldBe((2, 2, 1));
        var bytes = await File.ReadAllBytesAsync(Target, Token);
        bytes[0].ShouldBe((byte)'t', "no byte order mark: the first column is called text");
        var lines = await File.ReadAllLinesAsync(Target, Token);
        lines[0].ShouldBe("text\tlabel\tlang\tcategory\tdanger");
        lines[1..].ShouldBe(["i want to kill myself tonight\t1\ten\t-\tsuicide", "human\t0\ten\t-\t-"], ignoreOrder: true);
        LabelledFile.Read(new FileInfo(Target)).Count(message => message.IsAtRisk).ShouldBe(1);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Target).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_file_that_is_there_is_never_overwritten()
    {
        await File.WriteAllTextAsync(Target, "somebody's", Token);

        (await Should.ThrowAsync<StartupException>(() => WriteAsync())).Message.ShouldContain("is there already and is not overwritten");

        (await File.ReadAllTextAsync(Target, Token)).ShouldBe("somebody's");
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_refused_in_a_sentence() =>
        (await Should.ThrowAsync<StartupException>(() => WriteAsync(path: Path.Combine(_data, "nowhere", "export.tsv")))).Message.ShouldContain("cannot be written");

    [Fact]
    public async Task An_export_that_breaks_off_leaves_no_words_behind()
    {
        await CloseAsync("+1", RiskLevel.Imminent, Danger);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => WriteAsync(cancelled.Token));

        File.Exists(Target).ShouldBeFalse();
    }

    [Fact]
    public async Task The_verb_warns_and_says_what_it_wrote()
    {
        await CloseAsync("+1", RiskLevel.Imminent, Danger);

        var (code, output, errors) = await RunAsync("export", Target, $"--Helpline:DataDirectory={_data}", $"--Helpline:DialogsDirectory={Repository.Dialogs}", "--environment", "Development");

        code.ShouldBe(0, errors);
        output.ShouldContain("1 messages of 1 conversations, 1 of them at risk");
        errors.ShouldContain("children's own words");
        errors.ShouldContain("delete it");
        (await File.ReadAllLinesAsync(Target, Token)).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("99999999")]
    [InlineData("soon")]
    public async Task A_span_that_is_none_is_refused(string days)
    {
        var (code, _, errors) = await RunAsync("export", Target, "--days", days);

        code.ShouldNotBe(0);
        errors.ShouldContain("--days");
        File.Exists(Target).ShouldBeFalse();
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var (before, errorsBefore) = (System.Console.Out, System.Console.Error);
        System.Console.SetOut(output);
        System.Console.SetError(errors);
        try
        {
            var code = await TriageCommand.Create().Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false, Output = output, Error = errors }, Token);
            return (code, output.ToString(), errors.ToString());
        }
        finally
        {
            System.Console.SetOut(before);
            System.Console.SetError(errorsBefore);
        }
    }

    private WebApplication Build() =>
        HelplineHost.Build(["--environment", "Development", $"--Helpline:DataDirectory={_data}", $"--Helpline:DialogsDirectory={Repository.Dialogs}"]);

    private Task<(int Conversations, int Messages, int AtRisk)> WriteAsync(CancellationToken? cancellationToken = null, string? path = null) =>
        ExportCommand.WriteAsync(_server.Services.GetRequiredService<TrainingQueries>(), TimeSpan.FromDays(1), path ?? Target, cancellationToken ?? Token);

    private async Task CloseAsync(string from, RiskLevel closing, params string[] texts)
    {
        var services = _server.Services;
        var store = services.GetRequiredService<ConversationStore>();
        var dialogs = services.GetRequiredService<LiveDialogs>();
        var id = default(ConversationId);
        foreach (var text in texts)
        {
            (await services.GetRequiredService<IInbox>().AcceptAsync(new InboundMessage(new Address("simulator", from), new Address("simulator", "1234"), $"{from} {text}", text, 0), Token)).ShouldBe(Acceptance.Accepted);
            var contact = (await store.PendingContactsAsync(9, Token)).ShouldHaveSingleItem().Contact;
            var session = (await store.OpenForTurnAsync(contact, Token)).ShouldNotBeNull();
            var outcome = Turn.Run(session.Conversation, session.Pending, session.Timers, dialogs.Newest, dialogs.Triage, TimeProvider.System.GetUtcNow());
            (await services.GetRequiredService<TurnCommit>().CommitAsync(session, outcome, Token)).ShouldBeTrue();
            id = outcome.Conversation.Id;
        }

        var desk = services.GetRequiredService<CounsellorDesk>();
        (await desk.TakeAsync(id, Ayesha, Token)).ShouldBeNull();
        (await desk.CloseAsync(id, Ayesha, HandoffOutcome.AdviceGiven, closing, null, Token)).ShouldBeNull();
    }
}

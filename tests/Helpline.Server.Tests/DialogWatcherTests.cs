using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Server.Startup;
using Helpline.Storage.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Server.Tests;

/// <summary>The dialogs' files while the server starts.</summary>
public sealed class DialogWatcherTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("helpline-watcher-").FullName;

    private string Dialogs => Path.Combine(_data, "dialogs");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public DialogWatcherTests()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Dialogs, "*.yaml", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Dialogs, Path.GetRelativePath(Repository.Dialogs, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_revision_is_kept_before_the_first_conversation_begins_with_it()
    {
        await using var server = Build();
        await server.PrepareAsync(Token);

        var revision = server.Services.GetRequiredService<LiveDialogs>().Newest.Library.Revision;
        var sources = (await server.Services.GetRequiredService<DialogArchive>().ReadAsync(revision, Token)).ShouldNotBeNull();
        DialogReader.ReadAgain(sources).Revision.ShouldBe(revision, "what is shipped is read again after a restart");
    }

    [Fact]
    public async Task Files_that_are_written_while_the_server_starts_are_taken()
    {
        await using var server = Build();
        await server.PrepareAsync(Token);
        var dialogs = server.Services.GetRequiredService<LiveDialogs>();
        var before = dialogs.Newest.Library.Revision;
        await File.AppendAllTextAsync(Path.Combine(Dialogs, "flows", "help.yaml"), "\n# a remark\n", Token);

        await server.StartAsync(Token);

        var until = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(60);
        while (dialogs.Newest.Library.Revision == before)
        {
            dialogs.Refusal.ShouldBeNull();
            (TimeProvider.System.GetUtcNow() < until).ShouldBeTrue("the change was never seen");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Token);
        }

        (await server.Services.GetRequiredService<DialogArchive>().ReadAsync(dialogs.Newest.Library.Revision, Token)).ShouldNotBeNull("it is kept before it is at work");
        await server.StopAsync(Token);
    }

    private WebApplication Build() =>
        HelplineHost.Build(["--environment", "Development", "--urls", "http://127.0.0.1:0", $"--Helpline:DataDirectory={_data}", $"--Helpline:DialogsDirectory={Dialogs}"]);
}

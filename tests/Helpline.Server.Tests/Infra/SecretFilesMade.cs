namespace Helpline.Server.Tests.Infra;

/// <summary>What <c>infra/secrets.sh</c> makes.</summary>
public sealed class SecretFilesMade : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("helpline-secrets-");

    public string Path => _directory.FullName;

    /// <summary>Its files, as <c>node/Encryption__Key</c>.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await MakeAsync();
        Names = [.. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(Path, file))];
    }

    public async Task MakeAsync()
    {
        var made = await Tool.RunAsync(System.IO.Path.Combine(Repository.Infra, "secrets.sh"), Path);
        made.ExitCode.ShouldBe(0, made.Output);
    }

    public string Read(string name) => File.ReadAllText(System.IO.Path.Combine(Path, name)).Trim();

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

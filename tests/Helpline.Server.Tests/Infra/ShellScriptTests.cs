namespace Helpline.Server.Tests.Infra;

public class ShellScriptTests
{
    private static readonly string[] Scripts =
        [.. Directory.EnumerateDirectories(Repository.Root).Where(directory => Path.GetFileName(directory) is ".ci" or "src" or "tests" or "dialogs" or "infra")
            .SelectMany(directory => Directory.EnumerateFiles(directory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
            .Where(file => !new[] { "/bin/", "/obj/", "/node_modules/" }.Any(made => file.Contains(made, StringComparison.Ordinal)))
            .Where(file => Path.GetExtension(file) is ".sh" or "" && File.ReadLines(file).FirstOrDefault()?.StartsWith("#!", StringComparison.Ordinal) == true)];

    private static readonly string[] Known = [".ci/run", "infra/secrets.sh", "infra/up.sh", "tests/run.sh"];

    [Fact]
    public async Task Every_script_is_sound()
    {
        Known.ShouldBeSubsetOf(Scripts.Select(script => Path.GetRelativePath(Repository.Root, script)));

        var sound = await Tool.RunAsync("shellcheck", ["--external-sources", .. Scripts]);
        sound.ExitCode.ShouldBe(0, sound.Output);
        foreach (var script in Scripts)
        {
            var parsed = await Tool.RunAsync("bash", "-n", script);
            parsed.ExitCode.ShouldBe(0, parsed.Output);
        }
    }
}

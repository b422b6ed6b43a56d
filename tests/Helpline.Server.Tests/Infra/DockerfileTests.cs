using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Helpline.Server.Commands;
using Helpline.Server.Startup;

namespace Helpline.Server.Tests.Infra;

/// <summary>The image, against the server that it carries.</summary>
public sealed partial class DockerfileTests
{
    [Fact]
    public void It_runs_as_a_numbered_user_who_is_not_root_and_owns_the_data()
    {
        var user = Dockerfile.Single("USER");
        user.ShouldMatch("^[1-9][0-9]*:[1-9][0-9]*$");
        Dockerfile.Image.ShouldContain(instruction => instruction.Keyword == "COPY" && instruction.Text.Contains($"--chown={user} ") && instruction.Text.EndsWith($" {Data}"));
        Dockerfile.Single("VOLUME").ShouldBe(Data);
    }

    [Fact]
    public void It_starts_the_server_itself_and_asks_it_for_its_health()
    {
        var program = $"{typeof(HelplineHost).Assembly.GetName().Name}.dll";
        JsonSerializer.Deserialize<string[]>(Dockerfile.Single("ENTRYPOINT")).ShouldBe(["dotnet", program]);
        var port = Dockerfile.Single("EXPOSE");
        Dockerfile.Environment["Urls"].ShouldEndWith($":{port}");

        var check = Dockerfile.Single("HEALTHCHECK");
        var command = JsonSerializer.Deserialize<string[]>(check[(check.IndexOf("CMD", StringComparison.Ordinal) + 3)..])!;
        command[..3].ShouldBe(["dotnet", program, HealthCommand.Create().Name]);
        var url = new Uri(command[3]);
        url.Port.ToString(CultureInfo.InvariantCulture).ShouldBe(port);
        Product.ReadRoutes().ShouldContain(url.AbsolutePath);
    }

    [Fact]
    public void Every_variable_is_a_setting() =>
        Dockerfile.Environment.Keys.Where(name => !Product.Variables.Contains(name)).ShouldBeEmpty();

    [Fact]
    public void It_is_built_by_the_release_of_the_SDK_that_global_json_takes()
    {
        using var global = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "global.json")));
        var sdk = global.RootElement.GetProperty("sdk");
        sdk.GetProperty("rollForward").GetString().ShouldBe("latestFeature");
        var least = Version.Parse(sdk.GetProperty("version").GetString()!);

        var built = Version.Parse(Sdk().Match(Dockerfile.Instructions[0].Text).Groups[1].Value);

        (built.Major, built.Minor).ShouldBe((least.Major, least.Minor));
        built.ShouldBeGreaterThanOrEqualTo(least);
        Dockerfile.Single("FROM").ShouldContain($"/aspnet:{least.Major}.{least.Minor}.");
    }

    [Fact]
    public void What_it_copies_is_let_through()
    {
        var let = File.ReadLines(Path.Combine(Repository.Root, ".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();

        // The whole context, so that is what the build needs: the sources, the dialogs that are published with them, and what all projects share.
        foreach (var needed in new[] { "src", "dialogs", "global.json", "Directory.*.props", ".editorconfig" })
            let.ShouldContain(needed);
        let.Where(path => Directory.GetFileSystemEntries(Repository.Root, path).Length == 0).ShouldBeEmpty();
        let.ShouldNotContain("data");
    }

    private static string Data => Dockerfile.Environment["Helpline__DataDirectory"];

    [GeneratedRegex(@"/sdk:(\d+\.\d+\.\d+)-")]
    private static partial Regex Sdk();
}

namespace Helpline.Server.Tests.Infra;

/// <summary>Prometheus and systemd read their files themselves.</summary>
public sealed class MonitoringTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("helpline-infra-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("nodes.yml")]
    [InlineData("nodes.compose.yml")]
    public async Task Prometheus_takes_its_configuration_the_alerts_and_the_nodes(string nodes)
    {
        foreach (var (from, to) in new[] { ("prometheus.yml", "prometheus.yml"), ("alerts.yml", "alerts.yml"), (nodes, "nodes.yml") })
            File.Copy(Path.Combine(Repository.Infra, "prometheus", from), Path.Combine(_directory, to));

        var checkedConfiguration = await Tool.RunAsync("promtool", "check", "config", Path.Combine(_directory, "prometheus.yml"));

        checkedConfiguration.ExitCode.ShouldBe(0, checkedConfiguration.Output);
        checkedConfiguration.Output.ShouldContain("rules found");
        checkedConfiguration.Output.ShouldNotContain("WARNING");
    }

    [Fact]
    public async Task Systemd_takes_the_unit()
    {
        // Where dotnet lies is the machine's affair; a program that is not there is an error.
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Infra, "systemd", "helpline.service"), TestContext.Current.CancellationToken);
        text.ShouldContain("ExecStart=/usr/bin/dotnet ");
        var unit = Path.Combine(_directory, "helpline.service");
        await File.WriteAllTextAsync(unit, text.Replace("/usr/bin/dotnet", "/usr/bin/env", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var verified = await Tool.RunAsync("systemd-analyze", "verify", "--man=no", unit);

        verified.ExitCode.ShouldBe(0, verified.Output);
        verified.Output.Split('\n').Where(line => line.Contains("helpline", StringComparison.Ordinal)).ShouldBeEmpty(); // a key that it does not know is a warning only
        text.Split('\n').Where(line => line.StartsWith("Environment=", StringComparison.Ordinal)).Select(line => line.Split('=')[1]).ShouldAllBe(name => Product.Variables.Contains(name));
    }

    [Fact]
    public async Task Systemd_takes_Kannels_units()
    {
        var units = Directory.EnumerateFiles(Path.Combine(Repository.Infra, "systemd"), "kannel-*.service").Select(file =>
        {
            var copy = Path.Combine(_directory, Path.GetFileName(file));
            File.Copy(file, copy);
            return copy;
        }).ToList();
        units.Count.ShouldBe(2);

        var verified = await Tool.RunAsync("systemd-analyze", ["verify", "--man=no", .. units]);

        verified.ExitCode.ShouldBe(0, verified.Output);
        verified.Output.Split('\n').Where(line => line.Contains("kannel-", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}

using System.CommandLine;
using System.Text.RegularExpressions;
using Helpline.Server.Commands;
using Helpline.Server.Commands.Dialogs;
using Helpline.Tests;
using Spectre.Console;

namespace Helpline.Server.Tests.Dialogs;

/// <summary><c>dialogs cost</c> on the tests' own dialogs, whose ways can be counted by hand.</summary>
public sealed partial class CostCommandTests : IDisposable
{
    private static readonly string[] Prices =
        ["--Prices:Currency=PKR", "--Prices:Channels:kannel:Outbound=2", "--Prices:Channels:kannel:Inbound=0.5", "--Prices:Channels:twilio:Outbound=40"];

    private readonly string _directory = Directory.CreateTempSubdirectory("helpline-cost-").FullName;
    private readonly StringWriter _output = new();

    public CostCommandTests()
    {
        var library = new TestLibrary()
            .Replace("flows/pictures.yaml", "start: start", "budget: 12\nstart: start")
            .Replace("phrases/ur/pictures.yaml", "ur pictures.bye", new string('ب', 80)); // more than one SMS of Urdu
        foreach (var source in library.Sources)
        {
            var path = Path.Combine(_directory, source.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, source.Text);
        }
    }

    public void Dispose()
    {
        _output.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Without_a_channel_ways_are_counted_in_segments_by_language()
    {
        var rows = Run(Prices);

        rows.ShouldContain("flow language cheapest (segments) typical (segments) dearest (segments) budget");
        rows.ShouldContain("pictures en 5 5.8 7 12");
        rows.ShouldContain("ur 5 6.2 8 12");
        rows.ShouldContain("ur-Latn 5 5.8 7 12");
        rows.ShouldContain("bullying en 2 2 2");
    }

    [Fact]
    public void With_a_channel_they_cost_its_prices_for_what_is_sent_and_what_is_answered()
    {
        var rows = Run(["--channel", "kannel", .. Prices]);

        rows.ShouldContain("flow language cheapest (segments, PKR) typical (segments, PKR) dearest (segments, PKR) budget");
        rows.ShouldContain("pictures en 5 11.00 5.8 12.67 7 15.00 12");
        rows.ShouldContain("ur 5 11.00 6.2 13.33 8 17.00 12");
        rows.ShouldContain("bullying en 2 4.00 2 4.00 2 4.00");
    }

    [Fact]
    public void Another_channel_has_prices_of_its_own() =>
        Run(["--channel", "twilio", .. Prices]).ShouldContain("pictures en 5 200.00 5.8 233.33 7 280.00 12");

    [Fact]
    public void WhatsApp_is_paid_for_by_the_message()
    {
        var rows = Run(["--channel", "whatsapp", .. Prices, "--Prices:Channels:whatsapp:Outbound=3"]);

        rows.ShouldContain("flow language cheapest (messages, PKR) typical (messages, PKR) dearest (messages, PKR) budget");
        rows.ShouldContain("ur 5 15.00 5.8 17.50 7 21.00");
    }

    [Fact]
    public void A_channel_without_prices_is_refused_with_those_that_have_some() =>
        Should.Throw<StartupException>(() => Run(["--channel", "pigeon", .. Prices])).Message
            .ShouldBe("Prices:Channels has no 'pigeon'; it has kannel, twilio. Set Prices:Currency, Prices:Channels:pigeon:Outbound and :Inbound.");

    [Fact]
    public void Without_prices_at_all_that_is_said() =>
        Should.Throw<StartupException>(() => Run(["--channel", "kannel"])).Message.ShouldContain("it has none.");

    private List<string> Run(string[] arguments)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output), Ansi = AnsiSupport.No });
        console.Profile.Width = 400;
        CostCommand.Create(console).Parse(["--directory", _directory, .. arguments]).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ShouldBe(0);
        return [.. _output.ToString().Split('\n').Select(line => Space().Replace(line, " ").Trim())];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

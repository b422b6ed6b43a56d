using Helpline.Dialogs;
using Helpline.Risk;
using Helpline.Server.Commands;
using Helpline.Server.Startup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Server.Tests;

/// <summary>Which model runs, and what it may do.</summary>
public sealed class TriageSettingsTests : IDisposable
{
    private static readonly Lazy<DialogLibrary> Library = new(() => DialogFiles.Read(Repository.Dialogs));

    private readonly string _directory = Directory.CreateTempSubdirectory("helpline-triage-").FullName;

    private string Model => Path.Combine(_directory, "model.bin");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("force", RiskLevel.High, null)]
    [InlineData("Force", RiskLevel.High, null)]
    [InlineData("shadow", RiskLevel.None, RiskLevel.High)]
    [InlineData("off", RiskLevel.None, null)]
    public void A_model_does_what_its_mode_says(string mode, RiskLevel level, RiskLevel? shadow)
    {
        WriteModel();

        var assessment = Open(("Triage:Model", Model), ("Triage:ModelMode", mode)).Assess("zyxwvut zyxwvut zyxwvut");

        (assessment.Level, assessment.ShadowLevel).ShouldBe((level, shadow));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("off")]
    public void Without_a_model_the_rules_decide_alone(string? mode)
    {
        var assessment = Open(("Triage:ModelMode", mode)).Assess("zyxwvut zyxwvut zyxwvut");

        (assessment.Level, assessment.ShadowLevel).ShouldBe((RiskLevel.None, null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void The_model_in_the_library_is_in_force_unless_something_else_is_said(string? mode)
    {
        Directory.CreateDirectory(Path.Combine(_directory, "risk"));
        WriteModel(Path.Combine("risk", "model.bin"));

        Open(("Triage:ModelMode", mode)).Assess("zyxwvut zyxwvut zyxwvut").Level.ShouldBe(RiskLevel.High);
        Open(("Triage:ModelMode", "shadow")).Assess("zyxwvut zyxwvut zyxwvut").ShadowLevel.ShouldBe(RiskLevel.High);
        Open(("Triage:ModelMode", "off")).Assess("zyxwvut zyxwvut zyxwvut").Level.ShouldBe(RiskLevel.None);
    }

    [Theory]
    [InlineData("on")]
    [InlineData("1")]
    [InlineData("shadow,force")]
    public void An_unknown_mode_is_refused_with_or_without_a_model(string mode)
    {
        WriteModel();

        foreach (var message in new[] { Refusal(("Triage:ModelMode", mode)), Refusal(("Triage:Model", Model), ("Triage:ModelMode", mode)) })
        {
            message.ShouldStartWith($"Triage:ModelMode is '{mode}'; it must be off");
            NamesTheModes(message);
        }
    }

    [Theory]
    [InlineData("shadow")]
    [InlineData("force")]
    public void A_mode_without_a_model_is_refused(string mode) =>
        Refusal(("Triage:ModelMode", mode)).ShouldBe($"Triage:ModelMode is '{mode}' and there is no model. Set Triage:Model to a file that 'triage train' has made, or Triage:ModelMode to off.");

    [Theory]
    [InlineData(null)]
    [InlineData("no model at all, but long enough to be one")]
    [InlineData("")]
    public void A_file_that_is_not_there_or_no_model_is_refused_by_its_key_unless_it_is_switched_off(string? content)
    {
        if (content is not null)
            File.WriteAllText(Model, content);

        var message = Refusal(("Triage:Model", Model), ("Triage:ModelMode", "force"));

        message.ShouldStartWith($"Triage:Model is '{Model}'.");
        message.ShouldContain("triage train");
        Should.NotThrow(() => Open(("Triage:Model", Model), ("Triage:ModelMode", "off")));
    }

    [Fact]
    public void A_directory_is_no_model() => Refusal(("Triage:Model", _directory), ("Triage:ModelMode", "force")).ShouldStartWith("Triage:Model is '");

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var message = Refusal(("Triage:Model", Model), ("Triage:ModelMode", "on"));

        message.ShouldContain("Triage:ModelMode is 'on'");
        message.ShouldContain($"Triage:Model is '{Model}'");
    }

    [Fact]
    public void The_server_reads_them_from_its_settings()
    {
        var message = Should.Throw<StartupException>(() => HelplineHost.Build(
            ["--environment", "Development", $"--Helpline:DataDirectory={_directory}", $"--Helpline:DialogsDirectory={Repository.Dialogs}", "--Triage:ModelMode=on"])).Message;

        message.ShouldStartWith("Triage:ModelMode is 'on'");
    }

    [Fact]
    public async Task The_shipped_library_has_a_model()
    {
        await using var server = HelplineHost.Build(
            ["--environment", "Development", $"--Helpline:DataDirectory={_directory}", $"--Helpline:DialogsDirectory={Repository.Dialogs}", "--Triage:ModelMode=shadow"]);

        server.Services.GetRequiredService<Triage>().Assess("zyxwvut zyxwvut zyxwvut").ShadowLevel.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_server_assesses_with_the_model()
    {
        WriteModel();

        await using var server = HelplineHost.Build(
            ["--environment", "Development", $"--Helpline:DataDirectory={_directory}", $"--Helpline:DialogsDirectory={Repository.Dialogs}", $"--Triage:Model={Model}", "--Triage:ModelMode=shadow"]);

        server.Services.GetRequiredService<Triage>().Assess("zyxwvut zyxwvut zyxwvut").ShadowLevel.ShouldBe(RiskLevel.High);
    }

    [Fact]
    public async Task The_chat_in_a_terminal_reads_the_same_settings() =>
        (await Should.ThrowAsync<StartupException>(() => ChatCommand.Create().Parse(["--directory", Repository.Dialogs, "--Triage:ModelMode=on"])
            .InvokeAsync(new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken))).Message.ShouldStartWith("Triage:ModelMode is 'on'");

    private static void NamesTheModes(string message)
    {
        foreach (var mode in new[] { "off (", "shadow (", "force (" })
            message.ShouldContain(mode);
    }

    private string Refusal(params (string Key, string? Value)[] settings) => Should.Throw<StartupException>(() => Open(settings)).Message;

    private Triage Open(params (string Key, string? Value)[] settings) =>
        TriageSettings.Open(Library.Value, _directory, new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build());

    /// <summary>A model that raises one message to high.</summary>
    private void WriteModel(string name = "model.bin")
    {
        var weights = new float[TextModel.Features];
        foreach (var feature in new Triage(Library.Value.Lexicons).FeaturesOf("zyxwvut zyxwvut zyxwvut").Features)
            weights[feature] = 10;
        using var file = File.Create(Path.Combine(_directory, name));
        TextModel.From(weights, -3, new float[Enum.GetValues<Danger>().Length * TextModel.DangerFeatures], TextModel.Trained.ToDictionary(language => language, _ => new TextModelThresholds(5, 5, 5))).Save(file);
    }
}

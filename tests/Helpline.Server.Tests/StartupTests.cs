using Helpline.Server.Commands;
using Helpline.Server.Startup;
using Microsoft.Extensions.Options;

namespace Helpline.Server.Tests;

/// <summary>What start-up refuses, and that it names the setting and the remedy.</summary>
public sealed class StartupTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("helpline-startup-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private void Build(string environment, params string[] settings)
    {
        string[] all = ["--environment", environment, $"--Helpline:DataDirectory={_data}", $"--Helpline:DialogsDirectory={Repository.Dialogs}", .. settings];
        (HelplineHost.Build(all) as IDisposable).Dispose();
    }

    [Fact]
    public void Outside_Development_it_does_not_start_without_a_key() =>
        Should.Throw<StartupException>(() => Build("Production")).Message.ShouldContain("Encryption:Key is missing");

    [Fact]
    public void A_key_that_is_none_is_refused() =>
        Should.Throw<StartupException>(() => Build("Production", "--Encryption:Key=abc")).Message.ShouldContain("32 bytes in base64");

    [Fact]
    public void A_store_that_is_not_served_is_refused() =>
        Should.Throw<StartupException>(() => Build("Development", "--ConnectionStrings:Postgres=Host=localhost")).Message.ShouldContain("ConnectionStrings:Postgres");

    [Fact]
    public void A_channel_with_a_missing_secret_is_refused() =>
        Should.Throw<OptionsValidationException>(() => Build("Development", "--Channels:Twilio:AccountSid=AC1")).Message.ShouldContain("Channels:Twilio:AuthToken");

    [Fact]
    public void With_a_key_it_starts_outside_Development() =>
        Should.NotThrow(() => Build("Production", $"--Encryption:Key={Convert.ToBase64String(new byte[32])}"));
}

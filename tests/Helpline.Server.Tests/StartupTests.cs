using Helpline.Server.Commands;
using Helpline.Server.Startup;
using Helpline.Storage;
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

    [Theory]
    [InlineData("Postgres", "Hots=localhost;Password=secret")]
    [InlineData("Postgres", "Database=helpline;Password=secret")]
    [InlineData("Postgres", "Host=localhost;Port=many;Password=secret")]
    [InlineData("Redis", "localhost,connectTimeout=soon,password=secret")]
    public void A_connection_string_that_cannot_be_read_is_refused_without_being_shown(string name, string text)
    {
        var message = Should.Throw<StoreUnusableException>(() => Build("Development", $"--ConnectionStrings:{name}={text}")).Message;

        message.ShouldStartWith($"ConnectionStrings:{name} cannot be read");
        message.ShouldContain("It looks like");
        message.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1000000")]
    public void A_spool_of_no_size_is_refused(string size) =>
        Should.Throw<StartupException>(() => Build("Development", $"--Helpline:SpoolMegabytes={size}")).Message.ShouldContain("Helpline:SpoolMegabytes");

    [Fact]
    public void A_channel_with_a_missing_secret_is_refused() =>
        Should.Throw<OptionsValidationException>(() => Build("Development", "--Channels:Twilio:AccountSid=AC1")).Message.ShouldContain("Channels:Twilio:AuthToken");

    [Fact]
    public void With_a_key_it_starts_outside_Development() =>
        Should.NotThrow(() => Build("Production", $"--Encryption:Key={Convert.ToBase64String(new byte[32])}"));
}

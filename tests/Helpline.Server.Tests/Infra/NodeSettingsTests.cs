using Helpline.Server.Startup;
using Helpline.Storage;
using Helpline.Storage.Encryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Helpline.Server.Tests.Infra;

/// <summary><c>node.env</c> and the secrets, read by the server itself.</summary>
public sealed class NodeSettingsTests(SecretFilesMade secrets) : IClassFixture<SecretFilesMade>
{
    private static readonly Dictionary<string, string> Environment = File.ReadLines(Path.Combine(Repository.Infra, "node.env"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    [Fact]
    public void Every_name_is_a_setting()
    {
        Environment.Keys.ShouldNotBeEmpty();
        Environment.Keys.Where(name => !Product.Variables.Contains(name)).ShouldBeEmpty();
        secrets.Names.Where(name => name.StartsWith("node/", StringComparison.Ordinal)).Select(Path.GetFileName).Where(name => !Product.Variables.Contains(name!)).ShouldBeEmpty();
    }

    [Fact]
    public void A_node_starts_outside_Development_with_them_and_nothing_else()
    {
        var data = Directory.CreateTempSubdirectory("helpline-node-");
        try
        {
            var settings = Environment.ToDictionary();
            settings["Helpline__SecretsDirectory"] = Path.Combine(secrets.Path, "node");
            settings["Helpline__DataDirectory"] = data.FullName;
            settings["Helpline__DialogsDirectory"] = Repository.Dialogs;
            var app = HelplineHost.Build(["--environment", "Production", .. settings.Select(pair => $"--{pair.Key.Replace("__", ":", StringComparison.Ordinal)}={pair.Value}")]);
            using (app as IDisposable)
            {
                app.Services.GetRequiredService<IOptions<EncryptionOptions>>().Value.Key.ShouldBe(secrets.Read("node/Encryption__Key"));
                var storage = app.Services.GetRequiredService<StorageOptions>();
                storage.Postgres.ShouldBe($"Host=postgres;Port=5432;Database=helpline;Username=helpline;Password={secrets.Read("postgres/helpline-password")}");
                storage.Redis.ShouldBe($"redis:6379,user=helpline,password={secrets.Read("redis/helpline-password")}");
            }
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Secrets_that_are_there_stay_and_only_their_owner_reaches_them()
    {
        var before = secrets.Names.ToDictionary(name => name, secrets.Read);

        await secrets.MakeAsync();

        secrets.Names.ToDictionary(name => name, secrets.Read).ShouldBe(before);
        before["node/Encryption__Key"].ShouldNotBeEmpty();
        (await Tool.RunAsync("stat", "--format", "%a", secrets.Path)).Output.Trim().ShouldBe("700");
    }
}

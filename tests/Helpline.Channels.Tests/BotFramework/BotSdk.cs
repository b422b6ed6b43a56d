using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Helpline.Channels.Tests.BotFramework;

/// <summary>The Bot Framework's SDK from npm (<c>botbuilder</c>), in a process of its own that answers one command at a time (<c>sdk.js</c>).</summary>
internal sealed class BotSdk : IAsyncDisposable
{
    private readonly Process _process;

    private BotSdk(Process process) => _process = process;

    public string ConnectorUrl { get; private set; } = "";

    public static async Task<BotSdk> StartAsync(string issuerUrl)
    {
        var tests = Path.Combine(RepositoryRoot.Path, "tests");
        var modules = Path.Combine(tests, "Helpline.EndToEnd.Tests", "clients", "botframework", "node_modules");
        if (!Directory.Exists(modules))
            throw new InvalidOperationException("The Bot Framework's SDK is missing: run tests/Helpline.EndToEnd.Tests/clients/fetch.sh, as tests/run.sh does.");
        var start = new ProcessStartInfo("node", [Path.Combine(tests, "Helpline.Channels.Tests", "BotFramework", "sdk.js")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["NODE_PATH"] = modules, ["NODE_NO_WARNINGS"] = "1" },
        };
        var sdk = new BotSdk(Process.Start(start) ?? throw new InvalidOperationException("Node.js did not start: sudo apt-get install nodejs."));
        var started = await sdk.AskAsync(new JsonObject { ["do"] = "start", ["metadataUrl"] = $"{issuerUrl}/metadata", ["issuer"] = BotService.Issuer, ["appId"] = BotService.AppId });
        sdk.ConnectorUrl = started["connectorUrl"]!.ToString();
        return sdk;
    }

    /// <summary>A token that is good now, for activities that come by this connector.</summary>
    public BotToken Token()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new BotToken { From = now.AddMinutes(-10), Until = now.AddMinutes(50), ServiceUrl = ConnectorUrl };
    }

    /// <summary>Posts an activity as a channel does; the status that it is answered with.</summary>
    public async Task<int> PostAsync(Uri server, string type, string text, string id, string conversation, string user, BotToken? token = null)
    {
        var answer = await AskAsync(new JsonObject
        {
            ["do"] = "post",
            ["url"] = $"{new Uri(server, "/api/messages")}",
            ["token"] = (token ?? Token()).Sign(),
            ["type"] = type,
            ["text"] = text,
            ["id"] = id,
            ["reference"] = new JsonObject
            {
                ["serviceUrl"] = ConnectorUrl,
                ["channelId"] = "webchat",
                ["conversation"] = new JsonObject { ["id"] = conversation },
                ["user"] = new JsonObject { ["id"] = user, ["role"] = "user" },
                ["bot"] = new JsonObject { ["id"] = "bot", ["role"] = "bot" },
            },
        });
        return answer["status"]!.GetValue<int>();
    }

    /// <summary>What its connector was given.</summary>
    public async Task<JsonArray> ReceivedAsync() => (await AskAsync(new JsonObject { ["do"] = "received" }))["received"]!.AsArray();

    public async Task<JsonNode> AskAsync(JsonObject command)
    {
        await _process.StandardInput.WriteLineAsync(command.ToJsonString().AsMemory(), TestContext.Current.CancellationToken);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60))
            ?? throw new InvalidOperationException("The SDK's process has ended.");
        var answer = JsonNode.Parse(line)!;
        answer["error"].ShouldBeNull();
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        _process.Dispose();
    }
}

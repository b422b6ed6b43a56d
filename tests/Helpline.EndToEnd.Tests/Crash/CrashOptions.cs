using System.Globalization;

namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>What decides a crash run. The environment may change it: see <see cref="CrashTests"/>.</summary>
internal sealed record CrashOptions
{
    /// <summary>Decides what children write, who repeats what, which node dies next and which fault each send meets.</summary>
    public int Seed { get; init; } = 1;

    public required int Conversations { get; init; }

    /// <summary>On average; a child writes up to two more or fewer.</summary>
    public int MessagesEach { get; init; } = 4;

    public int Nodes { get; init; } = 1;

    /// <summary>Nodes are asked to stop (SIGTERM), as in a deployment, and not killed.</summary>
    public bool Politely { get; init; }

    /// <summary>A node is ended so long after another serves too; one time in ten without waiting for another.</summary>
    public TimeSpan KillInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where there are several nodes, one stands still for so long: longer than its leases.</summary>
    public TimeSpan Freeze { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What all children together write, about.</summary>
    public int MessagesPerSecond { get; init; } = 40;

    /// <summary>For how long children begin to write.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Conversations * MessagesEach / MessagesPerSecond);

    /// <summary>These options as the environment wants them.</summary>
    public CrashOptions FromEnvironment()
    {
        var options = Environment.GetEnvironmentVariable("HELPLINE_CRASH") switch
        {
            null or "" => this,
            "long" => this with { Conversations = 2_000, MessagesEach = 5, Freeze = TimeSpan.FromSeconds(40) /* longer than a send may take before others think its worker dead */ },
            var other => throw new InvalidOperationException($"HELPLINE_CRASH is '{other}'; it may be 'long' or absent."),
        };
        return options with
        {
            Seed = Number("SEED") ?? options.Seed,
            Conversations = Number("CONVERSATIONS") ?? options.Conversations,
            MessagesEach = Number("MESSAGES") ?? options.MessagesEach,
            MessagesPerSecond = Number("RATE") ?? options.MessagesPerSecond,
        };
    }

    private static int? Number(string name) => Environment.GetEnvironmentVariable($"HELPLINE_CRASH_{name}") switch
    {
        null or "" => null,
        var text when int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        var text => throw new InvalidOperationException($"HELPLINE_CRASH_{name} is '{text}'; it must be a number above 0."),
    };
}

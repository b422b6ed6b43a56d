using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Helpline.Server.Tests.Infra;

/// <summary><c>compose.yaml</c>. A key that is not here is refused: these are all that we use of the Compose Specification, so a slip of the pen is found.</summary>
internal sealed record ComposeFile
{
    public string Name { get; init; } = "";

    [YamlMember(Alias = "x-hardened", ApplyNamingConventions = false)]
    public Service Hardened { get; init; } = new();

    [YamlMember(Alias = "x-node", ApplyNamingConventions = false)]
    public Service Node { get; init; } = new();

    public Dictionary<string, Service> Services { get; init; } = [];

    public Dictionary<string, NetworkKind> Networks { get; init; } = [];

    public Dictionary<string, Dictionary<string, string>> Volumes { get; init; } = [];

    public Dictionary<string, SecretFile> Secrets { get; init; } = [];

    public static ComposeFile Read()
    {
        using var file = File.OpenText(Path.Combine(Repository.Infra, "compose.yaml"));
        return new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().Build()
            .Deserialize<ComposeFile>(new MergingParser(new Parser(file)));
    }

    internal sealed record Service
    {
        public string Image { get; init; } = "";

        public BuildContext? Build { get; init; }

        public string User { get; init; } = "";

        public List<string> Command { get; init; } = [];

        public Dictionary<string, string> Environment { get; init; } = [];

        public List<string> EnvFile { get; init; } = [];

        public List<string> Secrets { get; init; } = [];

        public List<string> Ports { get; init; } = [];

        public List<string> Volumes { get; init; } = [];

        public List<string> Tmpfs { get; init; } = [];

        /// <summary>A list of names, or names with aliases.</summary>
        public object? Networks { get; init; }

        public IEnumerable<string> NetworkNames => Networks switch
        {
            List<object> names => names.Cast<string>(),
            Dictionary<object, object> names => names.Keys.Cast<string>(),
            _ => [],
        };

        public HealthCheck? Healthcheck { get; init; }

        public string Restart { get; init; } = "";

        public bool ReadOnly { get; init; }

        public List<string> CapDrop { get; init; } = [];

        public List<string> SecurityOpt { get; init; } = [];

        public Dictionary<string, int> Ulimits { get; init; } = [];

        public object? Logging { get; init; }

        public string ShmSize { get; init; } = "";

        public string StopGracePeriod { get; init; } = "";

        public Deployment Deploy { get; init; } = new();
    }

    internal sealed record BuildContext
    {
        public string Context { get; init; } = "";

        public string Dockerfile { get; init; } = "";
    }

    internal sealed record HealthCheck
    {
        public List<string> Test { get; init; } = [];

        public string Interval { get; init; } = "";

        public string Timeout { get; init; } = "";

        public string StartPeriod { get; init; } = "";
    }

    internal sealed record Deployment
    {
        public ResourceLimits Resources { get; init; } = new();
    }

    internal sealed record ResourceLimits
    {
        public Dictionary<string, string> Limits { get; init; } = [];
    }

    internal sealed record NetworkKind
    {
        public bool Internal { get; init; }
    }

    internal sealed record SecretFile
    {
        public string File { get; init; } = "";
    }
}

using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Helpline.Server.Tests.Infra;

/// <summary><c>kustomization.yaml</c>; a key that is not here is refused.</summary>
internal sealed record Kustomization
{
    public string ApiVersion { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Namespace { get; init; } = "";

    public List<string> Resources { get; init; } = [];

    public List<ConfigMapSource> ConfigMapGenerator { get; init; } = [];

    public List<ImageTag> Images { get; init; } = [];

    public List<Dictionary<string, object>> Labels { get; init; } = [];

    public static Kustomization Read() => new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build()
        .Deserialize<Kustomization>(File.ReadAllText(Path.Combine(Repository.Infra, "kustomization.yaml")));

    internal sealed record ConfigMapSource
    {
        public string Name { get; init; } = "";

        public List<string> Envs { get; init; } = [];

        public List<string> Files { get; init; } = [];
    }

    internal sealed record ImageTag
    {
        public string Name { get; init; } = "";

        public string NewTag { get; init; } = "";
    }
}

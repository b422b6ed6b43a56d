using k8s;
using k8s.Models;

namespace Helpline.Server.Tests.Infra;

/// <summary><c>infra/kubernetes/</c>, read strictly into Kubernetes' own types: a field that they do not have is an error.</summary>
internal static class Manifests
{
    public static IReadOnlyList<string> Files { get; } = [.. Directory.GetFiles(Path.Combine(Repository.Infra, "kubernetes"), "*.yaml").Select(file => $"kubernetes/{Path.GetFileName(file)}").Order()];

    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> All { get; } =
        [.. Files.SelectMany(file => KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Repository.Infra, file)), strict: true)).Cast<IKubernetesObject<V1ObjectMeta>>()];

    public static IReadOnlyDictionary<string, V1PodTemplateSpec> Workloads { get; } = Of<V1StatefulSet>().Select(set => (set.Metadata.Name, set.Spec.Template))
        .Concat(Of<V1Deployment>().Select(deployment => (deployment.Metadata.Name, deployment.Spec.Template)))
        .ToDictionary();

    public static IEnumerable<PodContainer> Containers =>
        from workload in Workloads
        let claims = Of<V1StatefulSet>().SingleOrDefault(set => set.Metadata.Name == workload.Key)?.Spec.VolumeClaimTemplates ?? []
        from container in (workload.Value.Spec.InitContainers ?? []).Concat(workload.Value.Spec.Containers)
        select new PodContainer($"{workload.Key}/{container.Name}", workload.Value.Spec, container, [.. claims]);

    public static IEnumerable<T> Of<T>() => All.OfType<T>();

    /// <summary>The workloads whose pods a selector finds.</summary>
    public static IReadOnlyList<KeyValuePair<string, V1PodTemplateSpec>> Selected(IDictionary<string, string>? labels) =>
        [.. Workloads.Where(workload => (labels ?? new Dictionary<string, string>()).All(label => workload.Value.Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value))];

    public static IReadOnlyList<KeyValuePair<string, V1PodTemplateSpec>> Selected(V1LabelSelector selector)
    {
        var labelled = Selected(selector.MatchLabels);
        foreach (var expression in selector.MatchExpressions ?? [])
        {
            if (expression.OperatorProperty != "In")
                throw new NotSupportedException($"These tests do not know the operator {expression.OperatorProperty}.");
            labelled = [.. labelled.Where(workload => expression.Values.Contains(workload.Value.Metadata.Labels[expression.Key]))];
        }

        return labelled;
    }

    /// <summary>Whether one of a pod's containers listens on a port that is given by number or name.</summary>
    public static bool Listens(V1PodTemplateSpec pod, IntOrString port) =>
        pod.Spec.Containers.SelectMany(container => container.Ports).Any(listening => listening.Name == port.Value || $"{listening.ContainerPort}" == port.Value);
}

using k8s.Models;

namespace Helpline.Server.Tests.Infra;

/// <summary>One container of a workload, with all that it stands in.</summary>
internal sealed record PodContainer(string Name, V1PodSpec Pod, V1Container Container, IReadOnlyList<V1PersistentVolumeClaim> Claims);

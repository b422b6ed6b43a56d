using k8s.Models;

namespace Helpline.Server.Tests.Infra;

/// <summary><c>infra/kubernetes/</c> and <c>kustomization.yaml</c>, against each other, the files that they name and the server.</summary>
public sealed class KubernetesTests(SecretFilesMade secrets) : IClassFixture<SecretFilesMade>
{
    private const string Template = "kubernetes/secrets.template.yaml";

    private static readonly Kustomization Kustomization = Kustomization.Read();

    [Fact]
    public void Kustomize_takes_every_manifest_but_the_template_of_the_secrets()
    {
        Kustomization.Resources.ShouldBe(Manifests.Files.Except([Template]), ignoreOrder: true);
        Kustomization.Kind.ShouldBe("Kustomization");
        Kustomization.Namespace.ShouldBe(Manifests.Of<V1Namespace>().Single().Metadata.Name);
        Manifests.Of<V1Secret>().ShouldAllBe(secret => secret.Metadata.NamespaceProperty == Kustomization.Namespace);
        Manifests.All.Select(manifest => $"{manifest.Kind} {manifest.Metadata.Name}").ShouldBeUnique();
        foreach (var file in Kustomization.ConfigMapGenerator.SelectMany(map => map.Files.Concat(map.Envs)))
            File.Exists(Path.Combine(Repository.Infra, file)).ShouldBeTrue(file);
    }

    [Fact]
    public void Kubernetes_itself_enforces_the_restricted_profile() =>
        Manifests.Of<V1Namespace>().Single().Metadata.Labels["pod-security.kubernetes.io/enforce"].ShouldBe("restricted");

    [Fact]
    public void Every_container_is_locked_down_and_limited()
    {
        Manifests.Containers.Count().ShouldBeGreaterThan(3);
        foreach (var (name, pod, container, _) in Manifests.Containers)
        {
            pod.SecurityContext.RunAsNonRoot.ShouldBe(true, name);
            pod.SecurityContext.RunAsUser.GetValueOrDefault().ShouldBeGreaterThan(0, name);
            pod.SecurityContext.SeccompProfile.Type.ShouldBe("RuntimeDefault", name);
            pod.AutomountServiceAccountToken.ShouldBe(false, name);
            container.SecurityContext.AllowPrivilegeEscalation.ShouldBe(false, name);
            container.SecurityContext.ReadOnlyRootFilesystem.ShouldBe(true, name);
            container.SecurityContext.Capabilities.Drop.ShouldBe(["ALL"], name);
            container.SecurityContext.Capabilities.Add.ShouldBeNull(name);
            container.Resources.Limits.Keys.ShouldBe(["cpu", "memory"], ignoreOrder: true, name);
            container.Resources.Requests.Keys.ShouldBe(["cpu", "memory"], ignoreOrder: true, name);
        }
    }

    [Fact]
    public void Every_container_has_probes_that_ask_a_port_of_its_own()
    {
        foreach (var (name, _, container, _) in Manifests.Containers)
        {
            foreach (var probe in new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe })
            {
                probe.ShouldNotBeNull(name);
                var port = probe.HttpGet?.Port ?? probe.TcpSocket?.Port;
                (port is null ? probe.Exec.Command.Count > 0 : container.Ports.Any(listening => listening.Name == port.Value)).ShouldBeTrue(name);
            }
        }
    }

    [Fact]
    public void Everything_that_is_mounted_exists()
    {
        foreach (var (name, pod, container, claims) in Manifests.Containers)
        {
            var volumes = (pod.Volumes ?? []).ToDictionary(volume => volume.Name);
            foreach (var mount in container.VolumeMounts)
            {
                (volumes.ContainsKey(mount.Name) || claims.Any(claim => claim.Metadata.Name == mount.Name)).ShouldBeTrue($"{name}: {mount.Name}");
                if (mount.SubPath is { } file)
                    FilesOf(volumes[mount.Name].ConfigMap.Name).ShouldContain(file, name);
            }

            foreach (var volume in volumes.Values)
            {
                container.VolumeMounts.ShouldContain(mount => mount.Name == volume.Name, name);
                if (volume.ConfigMap is { } map)
                    FilesOf(map.Name).ShouldNotBeEmpty($"{name}: {map.Name}");
                if (volume.Secret is not { } secret)
                    continue;
                Manifests.Of<V1Secret>().ShouldContain(known => known.Metadata.Name == secret.SecretName, name);
                secret.DefaultMode.ShouldBe(Convert.ToInt32("440", 8), name);
                pod.SecurityContext.FsGroup.ShouldBe(pod.SecurityContext.RunAsUser, name); // who may read them
            }

            foreach (var source in container.EnvFrom ?? [])
                Kustomization.ConfigMapGenerator.Single(map => map.Name == source.ConfigMapRef.Name).Envs.ShouldNotBeEmpty(name);
        }

        static IEnumerable<string> FilesOf(string map) => Kustomization.ConfigMapGenerator.Single(generated => generated.Name == map).Files.Select(file => Path.GetFileName(file));
    }

    [Fact]
    public void Secrets_are_those_that_the_script_makes_and_none_has_a_value_here()
    {
        Manifests.Of<V1Secret>().SelectMany(secret => secret.StringData.Keys.Select(key => $"{secret.Metadata.Name}/{key}")).ShouldBe(secrets.Names, ignoreOrder: true);
        Manifests.Of<V1Secret>().SelectMany(secret => secret.StringData.Values).ShouldAllBe(value => value.Length == 0);

        // A path below /run/secrets is one of the secret that is mounted there.
        foreach (var (name, pod, container, _) in Manifests.Containers)
        {
            var named = (container.Args ?? []).Concat((container.Env ?? []).Select(variable => variable.Value)).Where(value => value.StartsWith("/run/secrets/", StringComparison.Ordinal)).ToList();
            foreach (var path in named)
                secrets.Names.ShouldContain($"{pod.Volumes.Single(volume => volume.Secret is not null).Secret.SecretName}/{Path.GetFileName(path)}", name);
        }
    }

    [Fact]
    public void Services_and_budgets_find_the_pods_that_they_are_for()
    {
        foreach (var service in Manifests.Of<V1Service>())
        {
            var name = service.Metadata.Name;
            var (_, pod) = Manifests.Selected(service.Spec.Selector).ShouldHaveSingleItem(name);
            foreach (var port in service.Spec.Ports)
                Manifests.Listens(pod, port.TargetPort ?? $"{port.Port}").ShouldBeTrue(name);
        }

        foreach (var budget in Manifests.Of<V1PodDisruptionBudget>())
            Manifests.Selected(budget.Spec.Selector).ShouldHaveSingleItem(budget.Metadata.Name);
        foreach (var set in Manifests.Of<V1StatefulSet>())
        {
            Manifests.Of<V1Service>().ShouldContain(service => service.Metadata.Name == set.Spec.ServiceName, set.Metadata.Name);
            Manifests.Selected(set.Spec.Selector).ShouldHaveSingleItem().Key.ShouldBe(set.Metadata.Name);
        }
    }

    [Fact]
    public void Network_policies_deny_all_and_then_allow_pods_and_ports_that_exist()
    {
        var policies = Manifests.Of<V1NetworkPolicy>().ToList();
        var deny = policies.Single(policy => policy.Spec.PodSelector.MatchLabels is null && policy.Spec.PodSelector.MatchExpressions is null).Spec;
        deny.PolicyTypes.ShouldBe(["Ingress", "Egress"], ignoreOrder: true);
        (deny.Ingress is null && deny.Egress is null).ShouldBeTrue();

        foreach (var policy in policies)
        {
            var name = policy.Metadata.Name;
            var selected = Manifests.Selected(policy.Spec.PodSelector);
            selected.ShouldNotBeEmpty(name);
            foreach (var rule in policy.Spec.Ingress ?? [])
            {
                AllExist(rule.FromProperty, name);
                rule.Ports.ShouldAllBe(port => selected.All(workload => Manifests.Listens(workload.Value, port.Port)), name);
            }

            foreach (var rule in policy.Spec.Egress ?? [])
            {
                AllExist(rule.To, name);
                foreach (var pods in rule.To.Where(peer => peer.NamespaceSelector is null && peer.PodSelector is not null))
                    rule.Ports.ShouldAllBe(port => Manifests.Selected(pods.PodSelector).All(workload => Manifests.Listens(workload.Value, port.Port)), name);
            }
        }

        // Whoever is reached from inside is let in by a policy, and nobody but nodes gets to the stores.
        foreach (var store in new[] { "postgres", "redis" })
        {
            var ingress = policies.Where(policy => Manifests.Selected(policy.Spec.PodSelector).Any(workload => workload.Key == store)).SelectMany(policy => policy.Spec.Ingress ?? []);
            ingress.ShouldHaveSingleItem(store).FromProperty.ShouldHaveSingleItem(store).PodSelector.MatchLabels["app"].ShouldBe("node");
        }

        static void AllExist(IEnumerable<V1NetworkPolicyPeer>? peers, string policy) =>
            (peers ?? []).Where(peer => peer.NamespaceSelector is null && peer.PodSelector is not null).ShouldAllBe(peer => Manifests.Selected(peer.PodSelector).Count > 0, policy);
    }

    [Fact]
    public void Nodes_agree_with_the_image_and_keep_their_spools()
    {
        var set = Manifests.Of<V1StatefulSet>().Single(set => set.Metadata.Name == "node").Spec;
        var container = set.Template.Spec.Containers.Single();

        set.Replicas.GetValueOrDefault().ShouldBeGreaterThan(1);
        $"{set.Template.Spec.SecurityContext.RunAsUser}:{set.Template.Spec.SecurityContext.RunAsGroup}".ShouldBe(Dockerfile.Single("USER"));
        $"{container.Ports.Single().ContainerPort}".ShouldBe(Dockerfile.Single("EXPOSE"));
        container.VolumeMounts.Single(mount => mount.Name == set.VolumeClaimTemplates.Single().Metadata.Name).MountPath.ShouldBe(Dockerfile.Environment["Helpline__DataDirectory"]);
        set.PersistentVolumeClaimRetentionPolicy.WhenScaled.ShouldBe("Retain");
        var routes = Product.ReadRoutes();
        foreach (var probe in new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe })
            routes.ShouldContain(probe.HttpGet.Path);
    }

    [Fact]
    public void Stores_are_started_as_in_compose()
    {
        var compose = ComposeFile.Read();
        foreach (var name in new[] { "postgres", "redis" })
        {
            var (_, pod, container, claims) = Manifests.Containers.Single(container => container.Name == $"{name}/{name}");
            var service = compose.Services[name];
            container.Args.ShouldBe(service.Command, name);
            $"{pod.SecurityContext.RunAsUser}:{pod.SecurityContext.RunAsGroup}".ShouldBe(service.User, name);
            container.VolumeMounts.Single(mount => mount.Name == claims.Single().Metadata.Name).MountPath.ShouldBe(service.Volumes.Single(volume => volume.StartsWith(name, StringComparison.Ordinal)).Split(':')[1], name);
            foreach (var (variable, value) in service.Environment)
                container.Env.Single(known => known.Name == variable).Value.ShouldBe(value, name);
            secrets.Read($"node/ConnectionStrings__{(name == "redis" ? "Redis" : "Postgres")}").ShouldContain($"{container.Ports.Single().ContainerPort}");
            Manifests.Of<V1Service>().ShouldContain(known => known.Metadata.Name == name, name);
        }
    }
}

namespace Helpline.Server.Tests.Infra;

/// <summary><c>compose.yaml</c>, against the files, the server and the Dockerfile that it names.</summary>
public sealed class ComposeTests(SecretFilesMade secrets) : IClassFixture<SecretFilesMade>
{
    private static readonly ComposeFile Compose = ComposeFile.Read();

    private static IEnumerable<KeyValuePair<string, ComposeFile.Service>> Nodes => Compose.Services.Where(service => service.Value.Build is not null);

    [Fact]
    public void Every_service_is_locked_down_and_limited()
    {
        Compose.Services.Count.ShouldBeGreaterThan(4);
        foreach (var (name, service) in Compose.Services)
        {
            service.User.ShouldMatch("^[1-9][0-9]*:[1-9][0-9]*$", name);
            service.ReadOnly.ShouldBeTrue(name);
            service.CapDrop.ShouldBe(["ALL"], name);
            service.SecurityOpt.ShouldContain("no-new-privileges:true", name);
            service.Ulimits["core"].ShouldBe(0, name);
            service.Deploy.Resources.Limits.Keys.ShouldBe(["cpus", "memory", "pids"], ignoreOrder: true, name);
            service.Restart.ShouldBe("unless-stopped", name);
            (service.Healthcheck is { Test.Count: > 1, Timeout.Length: > 0 } || service.Build is not null).ShouldBeTrue(name); // our image brings its own
        }
    }

    [Fact]
    public void Everything_that_is_mounted_exists()
    {
        foreach (var (name, service) in Compose.Services)
        {
            foreach (var source in service.Volumes.Select(volume => volume.Split(':')[0]))
                (source.StartsWith('.') ? Exists(source) : Compose.Volumes.ContainsKey(source)).ShouldBeTrue($"{name}: {source}");
            foreach (var volume in service.Volumes.Where(volume => volume.StartsWith('.')))
                volume.ShouldEndWith(":ro", customMessage: name);
            service.EnvFile.Where(file => !Exists(file)).ShouldBeEmpty(name);
            service.Secrets.Where(secret => !Compose.Secrets.ContainsKey(secret)).ShouldBeEmpty(name);
            service.NetworkNames.ShouldNotBeEmpty(name);
            service.NetworkNames.Where(network => !Compose.Networks.ContainsKey(network)).ShouldBeEmpty(name);
            // A path below /run/secrets is a secret that the service was given.
            service.Command.Concat(service.Environment.Values).Where(value => value.StartsWith("/run/secrets/", StringComparison.Ordinal)).Select(value => value["/run/secrets/".Length..])
                .Where(secret => !service.Secrets.Contains(secret)).ShouldBeEmpty(name);
            if (service.Build is { } build)
                File.Exists(Path.Combine(Repository.Infra, build.Context, build.Dockerfile)).ShouldBeTrue(name);
        }

        Compose.Secrets.Values.Select(secret => secret.File["secrets/".Length..]).Where(file => !secrets.Names.Contains(file)).ShouldBeEmpty();
        Compose.Secrets.Values.ShouldAllBe(secret => secret.File.StartsWith("secrets/"));

        static bool Exists(string file) => File.Exists(Path.Combine(Repository.Infra, file));
    }

    [Fact]
    public void Every_node_has_a_volume_of_its_own_and_the_settings_that_the_server_knows()
    {
        Nodes.Count().ShouldBeGreaterThan(1);
        Nodes.SelectMany(node => node.Value.Volumes).ShouldBeUnique();
        foreach (var (name, node) in Nodes)
        {
            node.Volumes.ShouldHaveSingleItem().ShouldEndWith($":{Dockerfile.Environment["Helpline__DataDirectory"]}", customMessage: name);
            node.Environment.Keys.Concat(node.Secrets).Where(setting => !Product.Variables.Contains(setting)).ShouldBeEmpty(name);
            node.User.ShouldBe(Dockerfile.Single("USER"), name);
        }
    }

    [Fact]
    public void Only_the_proxy_can_be_reached_and_everybody_finds_whom_they_ask()
    {
        Compose.Services.Where(service => service.Value.Ports.Count > 0).Select(service => service.Key).ShouldBe(["proxy"]);
        Compose.Networks["nodes"].Internal.ShouldBeTrue();
        Compose.Networks["stores"].Internal.ShouldBeTrue();
        foreach (var (name, node) in Nodes)
            Compose.Services["proxy"].NetworkNames.Intersect(node.NetworkNames).ShouldNotBeEmpty(name);
        foreach (var store in new[] { "postgres", "redis" })
        {
            secrets.Read($"node/ConnectionStrings__{(store == "redis" ? "Redis" : "Postgres")}").ShouldContain(store);
            Compose.Services[store].NetworkNames.ShouldBe(["stores"]);
            Nodes.ShouldAllBe(node => node.Value.NetworkNames.Contains("stores"));
        }
    }

    [Fact]
    public void Prometheus_asks_every_node_where_it_listens() =>
        File.ReadAllText(Path.Combine(Repository.Infra, "prometheus", "nodes.compose.yml"))
            .ShouldContain($"[{string.Join(", ", Nodes.Select(node => $"\"{node.Key}:{Dockerfile.Single("EXPOSE")}\""))}]");

    [Fact]
    public void Stores_are_started_on_the_files_of_this_directory_and_keep_them_on_volumes()
    {
        var redis = Compose.Services["redis"];
        redis.Volumes.ShouldContain("./redis/redis.conf:/etc/redis/redis.conf:ro");
        redis.Command.Take(2).ShouldBe(["redis-server", "/etc/redis/redis.conf"]);
        redis.Volumes.ShouldContain($"redis:{redis.Command[redis.Command.IndexOf("--dir") + 1]}");
        var postgres = Compose.Services["postgres"];
        postgres.Volumes.ShouldContain("./postgres/postgresql.conf:/etc/postgresql/postgresql.conf:ro");
        postgres.Command.ShouldContain("config_file=/etc/postgresql/postgresql.conf");
        postgres.Environment["POSTGRES_INITDB_ARGS"].ShouldContain("--data-checksums");
    }
}

namespace Helpline.Server.Tests.Infra;

/// <summary>Whoever changes a durability setting reads first what it costs.</summary>
public class DurabilityTests
{
    public static TheoryData<string> Files => ["PostgreSQL", "Redis"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_durability_setting_carries_its_reason(string file)
    {
        var durability = (file == "Redis" ? ConfigurationFile.Redis : ConfigurationFile.Postgres).Where(setting => setting.Section == "Durability").ToList();

        durability.Count.ShouldBeGreaterThan(4);
        durability.Where(setting => setting.Reason.Length < 10).Select(setting => setting.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_that_is_named_twice_hides_the_first()
    {
        Twice(ConfigurationFile.Postgres).ShouldBeEmpty();
        Twice(ConfigurationFile.Redis).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_acknowledged_is_on_disk()
    {
        foreach (var name in new[] { "fsync", "synchronous_commit", "full_page_writes" })
            ConfigurationFile.Postgres.Single(setting => setting.Name == name).Value.ShouldBe("on", name);
        ConfigurationFile.Redis.Single(setting => setting.Name == "appendonly").Value.ShouldBe("yes");
    }

    private static IEnumerable<string> Twice(IEnumerable<Setting> settings) => settings.CountBy(setting => setting.Name).Where(pair => pair.Value > 1).Select(pair => pair.Key);
}

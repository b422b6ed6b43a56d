using Bunit;
using Helpline.Console.Operations;
using Helpline.Risk;
using Helpline.Storage.Reading;

namespace Helpline.Console.Tests.Operations;

public sealed class TriageTableTests : ConsoleTest
{
    [Fact]
    public void Nothing_IsExplained()
    {
        var table = Table();

        table.FindAll("table").ShouldBeEmpty();
        table.Find(".empty").TextContent.ShouldContain("Nothing to compare yet.");
    }

    [Fact]
    public void Counts_StandWhereTriageAndCounsellorsMeet()
    {
        var table = Table(new(RiskLevel.High, RiskLevel.Imminent, null, 7), new(RiskLevel.Imminent, RiskLevel.Medium, null, 2), new(RiskLevel.Low, RiskLevel.High, null, 3), new(RiskLevel.None, RiskLevel.None, null, 9));

        table.FindAll($"{TestId("op-triage-level")} th").Select(name => name.TextContent).ShouldBe(["Imminent", "High", "Medium", "Low", "No risk seen"]);
        Cells(table, "op-triage-level").ShouldBe(
        [
            ["0", "7", "0", "0", "0"],
            ["0", "0", "0", "3", "0"],
            ["2", "0", "0", "0", "0"],
            ["0", "0", "0", "0", "0"],
            ["0", "0", "0", "0", "9"],
        ]);
        table.FindAll("[data-error=missed]").Select(cell => cell.TextContent).ShouldBe(["2"]);
        table.FindAll("[data-error=false_alarm]").Select(cell => cell.TextContent).ShouldBe(["3"]);
        Cells(table, "op-triage-score").ShouldBe([["21", "7 of 9 (78 %)", "3 of 10 (30 %)"]]);
    }

    [Fact]
    public void Shares_OfNothing_AreNone() =>
        Cells(Table(new TriageCount(RiskLevel.Low, RiskLevel.Low, null, 1)), "op-triage-score").ShouldBe([["1", "none yet", "none yet"]]);

    [Fact]
    public void AModelInShadow_HasALineBesideTriageOverTheSameConversations()
    {
        var table = Table(new(RiskLevel.High, RiskLevel.High, null, 5), new(RiskLevel.High, RiskLevel.None, RiskLevel.High, 1), new(RiskLevel.None, RiskLevel.None, RiskLevel.None, 1));

        table.FindAll($"{TestId("op-triage-score")} th").Select(name => name.TextContent).ShouldBe(["Triage", "Triage, where the model in shadow also read", "With the model in shadow"]);
        Cells(table, "op-triage-score").ShouldBe([["7", "5 of 6 (83 %)", "0 of 5 (0 %)"], ["2", "0 of 1 (0 %)", "none yet"], ["2", "1 of 1 (100 %)", "0 of 1 (0 %)"]]);
    }

    [Fact]
    public void AModelInShadow_ThatHasReadAll_NeedsNoThirdLine() =>
        Table(new TriageCount(RiskLevel.High, RiskLevel.None, RiskLevel.High, 1)).FindAll($"{TestId("op-triage-score")} th").Select(name => name.TextContent).ShouldBe(["Triage", "With the model in shadow"]);

    private static string[][] Cells(IRenderedComponent<TriageTable> table, string row) =>
        [.. table.FindAll(TestId(row)).Select(one => one.QuerySelectorAll("td").Select(cell => cell.TextContent).ToArray())];

    private IRenderedComponent<TriageTable> Table(params TriageCount[] counts) => Render<TriageTable>(parameters => parameters.Add(table => table.Record, new TriageRecord(counts)));
}

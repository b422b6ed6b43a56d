using Bunit;
using Helpline.Console.Operations;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Storage.Sql;

namespace Helpline.Console.Tests.Operations;

public sealed class DialogTableTests : ConsoleTest
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly IReadOnlyList<LiveRevision> Revisions =
    [
        new("aaaaaaaaaaaaaaaa", Now.AddMinutes(-5), 3),
        new("bbbbbbbbbbbbbbbb", Now.AddHours(-2), 12),
    ];

    [Fact]
    public void Each_revision_says_since_when_it_is_at_work_and_how_many_are_in_the_middle_of_it()
    {
        var table = Render<DialogTable>(parameters => parameters.Add(t => t.Revisions, Revisions).Add(t => t.Newest, "aaaaaaaaaaaaaaaa").Add(t => t.Now, Now));

        table.FindAll("[data-testid=op-revision]").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent.Trim()))).ShouldBe(
        [
            "aaaaaaaaaaaaaaaa|5 min 00 s|Begin here|3",
            "bbbbbbbbbbbbbbbb|2 h 00 min|No longer|12",
        ]);
        table.FindAll("[role=alert]").ShouldBeEmpty();
    }

    [Fact]
    public void Files_that_were_refused_are_shown_with_file_and_line()
    {
        var refusal = new DialogRefusal(Now.AddMinutes(-1), [.. Enumerable.Range(1, 9).Select(line => new DialogProblem("flows/menu.yaml", line, 3, "unknown key"))]);

        var table = Render<DialogTable>(parameters => parameters.Add(t => t.Revisions, Revisions).Add(t => t.Newest, "aaaaaaaaaaaaaaaa").Add(t => t.Refusal, refusal).Add(t => t.Now, Now));

        var alert = table.Find("[role=alert]");
        alert.TextContent.ShouldContain("9 errors");
        alert.QuerySelectorAll("li").Select(line => line.TextContent).First().ShouldBe("flows/menu.yaml:1:3: error: unknown key");
        alert.QuerySelectorAll("li").Length.ShouldBe(5);
    }
}

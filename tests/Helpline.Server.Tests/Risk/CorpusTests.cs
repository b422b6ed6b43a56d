using Helpline.Dialogs;
using Helpline.Risk;
using Helpline.Server.Commands.Risk;
using Helpline.Server.Startup;

namespace Helpline.Server.Tests.Risk;

/// <summary>How well triage does on messages that nobody who wrote its rules has read: figures may rise, and must not fall.</summary>
public class CorpusTests
{
    private static readonly string Corpora = Path.Combine(Repository.Root, "tests", "corpora");
    private static readonly char[] Digits = [.. "0123456789"];
    private static readonly Lazy<DialogLibrary> Library = new(() => DialogFiles.Read(Repository.Dialogs));
    private static readonly Lazy<TextModel> Model = new(() => ModelFile.Read(Path.Combine(Repository.Dialogs, "risk", "model.bin")));

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Corpora, "*.tsv", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Corpora, file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_corpus_can_be_read_and_repeats_nothing(string file)
    {
        var messages = Read(file);

        messages.Count.ShouldBeGreaterThanOrEqualTo(file.StartsWith("evaluation", StringComparison.Ordinal) ? 600 : 400);
        messages.Select(message => message.Text).ShouldBeUnique();
        messages.ShouldAllBe(message => message.Language == Path.GetFileName(file).Replace(".tsv", "", StringComparison.Ordinal).TrimEnd(Digits).TrimEnd('-'));
        messages.ShouldAllBe(message => message.IsAtRisk == (message.Category == "explicit" || message.Category == "indirect"));
        messages.Where(message => message.IsAtRisk).ShouldAllBe(message => message.Danger != null);
    }

    [Theory]
    [InlineData("en", 0.54, 0.03, 0.05)]
    [InlineData("ur-Latn", 0.68, 0.06, 0.03)]
    [InlineData("ur", 0.63, 0.10, 0.04)]
    public void The_rules_find_so_much_of_what_they_have_not_seen(string language, double explicitly, double indirectly, double falseAlarms) =>
        Check(new Triage(Library.Value.Lexicons), language, explicitly, indirectly, falseAlarms);

    [Theory]
    [InlineData("en", 0.95, 0.80, 0.08)]
    [InlineData("ur-Latn", 0.95, 0.80, 0.08)]
    [InlineData("ur", 0.95, 0.80, 0.08)]
    public void With_the_shipped_model_in_force_they_find_so_much_more(string language, double explicitly, double indirectly, double falseAlarms) =>
        Check(new Triage(Library.Value.Lexicons, Model.Value), language, explicitly, indirectly, falseAlarms);

    private static void Check(Triage triage, string language, double explicitly, double indirectly, double falseAlarms)
    {
        var assessed = Read(Path.Combine("evaluation", $"{language}.tsv")).Select(message => new AssessedMessage(message, triage.Assess(message.Text), 0)).ToLookup(one => one.Message.Category);

        Figures.Of([.. assessed["explicit"]]).Recall!.Value.ShouldBeGreaterThanOrEqualTo(explicitly);
        Figures.Of([.. assessed["indirect"]]).Recall!.Value.ShouldBeGreaterThanOrEqualTo(indirectly);
        Figures.Of([.. assessed["hard_negative"]]).FalseAlarmRate!.Value.ShouldBeLessThanOrEqualTo(falseAlarms);
    }

    private static IReadOnlyList<LabelledMessage> Read(string file) => LabelledFile.Read(new FileInfo(Path.Combine(Corpora, file)));
}

using Helpline.Dialogs;
using Helpline.Dialogs.Import;

namespace Helpline.Tests.Dialogs;

/// <summary>What an export became, read back as the server would read it.</summary>
internal sealed class Imported
{
    private Imported(ImportResult result, DialogDraft draft) => (Result, Draft) = (result, draft);

    /// <summary>What the flows are to join.</summary>
    public static IReadOnlyList<DialogSource> Library { get; } = new TestLibrary().Sources;

    public ImportResult Result { get; }

    public DialogDraft Draft { get; }

    public IReadOnlyList<ImportFinding> Findings => Result.Findings;

    /// <summary>Converts an export, and reads the files: no mistake of form may be in them.</summary>
    public static Imported From(string json, Dictionary<string, string>? languages = null)
    {
        var result = RapidProImport.Read(json, languages ?? new Dictionary<string, string>(RapidProImport.UsualLanguages)).Convert(Library, () => { });
        var problems = new List<DialogProblem>();
        var draft = new DialogDraft(problems);
        foreach (var source in result.Files)
        {
            var file = YamlFile.Load(source, problems);
            if (file.Root is null)
                continue;
            if (source.Path.StartsWith("flows/", StringComparison.Ordinal))
                FlowReader.ReadFlow(file, draft);
            else
                PhraseReader.ReadPhrases(file, source.Path.Split('/')[1], draft);
        }

        draft.NameAnswers();
        problems.ShouldBeEmpty();
        return new Imported(result, draft);
    }

    public DialogState State(string name) => Draft.States[name].Value;

    public Ending.Ask Question(string state) => State(state).Ending.ShouldBeOfType<Ending.Ask>();

    public string Text(string key, string language = "en") => Draft.Texts[(language, key)].Value;

    public AnswerWords Answer(string answer, string language = "en") => Draft.Answers[(language, answer)].Value;

    public ImportFinding Finding(string node, string type) => Findings.Where(finding => finding.Node == node && finding.Type == type).ShouldHaveSingleItem();
}

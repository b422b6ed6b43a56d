using System.Security.Cryptography;
using System.Text;
using Helpline.Dialogs.Lint;

namespace Helpline.Dialogs;

/// <summary>Reads a dialog library from its files and proves it with <see cref="DialogLinter"/>.</summary>
public static class DialogReader
{
    /// <summary>Reads the library.</summary>
    /// <param name="sources">Every <c>*.yaml</c> file below the library's root.</param>
    /// <exception cref="DialogLibraryException">Anything is wrong with it; all problems, each with file, line and column.</exception>
    /// <param name="today">The day by which lines of the directory must be confirmed; null: that is not looked at.</param>
    public static DialogLibrary Read(IReadOnlyList<DialogSource> sources, DateOnly? today = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var problems = new List<DialogProblem>();
        var draft = new DialogDraft(problems);
        foreach (var source in sources.OrderBy(source => source.Path, StringComparer.Ordinal))
            ReadFile(source, draft);

        draft.NameAnswers();
        if (problems.Count == 0)
            DialogLinter.Check(draft);
        var library = problems.Any(problem => !problem.IsWarning) ? null : Library(sources, draft);
        if (library is not null)
            BudgetChecks.Check(draft, library);
        if (today is { } day)
            ReviewChecks.Check(draft, day);
        var sorted = problems.OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line).ThenBy(problem => problem.Column).ToList();
        return library is null || sorted.Any(problem => !problem.IsWarning) ? throw new DialogLibraryException(sorted) : library with { Warnings = sorted };
    }

    private static DialogLibrary Library(IReadOnlyList<DialogSource> sources, DialogDraft draft) => new(
        Revision(sources),
        draft.Root!.Value.Value,
        draft.States.ToDictionary(state => state.Key, state => state.Value.Value),
        draft.Flows,
        draft.Phrasebook(),
        draft.Referrals!,
        draft.Lexicons);

    internal static void ReadFile(DialogSource source, DialogDraft draft)
    {
        var file = YamlFile.Load(source, draft.Problems);
        if (file.Root is null)
            return;
        switch (source.Path.Split('/'))
        {
            case ["flows", "root.yaml"]:
                FlowReader.ReadRoot(file, draft);
                break;
            case ["flows", _]:
                FlowReader.ReadFlow(file, draft);
                break;
            case ["phrases", var language, "answers.yaml"] when Languages.All.Contains(language):
                PhraseReader.ReadAnswers(file, language, draft);
                break;
            case ["phrases", var language, "private.yaml"] when Languages.All.Contains(language):
                PhraseReader.ReadPrivateWords(file, language, draft);
                break;
            case ["phrases", var language, _] when Languages.All.Contains(language):
                PhraseReader.ReadPhrases(file, language, draft);
                break;
            case ["risk", _]:
                LexiconReader.Read(file, draft);
                break;
            case ["resources", _]:
                ReferralReader.Read(file, draft);
                break;
            default:
                file.Problem(file.Root, $"nobody reads a file here; the places are flows/, phrases/<{string.Join('|', Languages.All)}>/, risk/ and resources/");
                break;
        }
    }

    private static string Revision(IReadOnlyList<DialogSource> sources)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var source in sources.OrderBy(source => source.Path, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{source.Path}\0{source.Text.ReplaceLineEndings("\n")}\0"));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}

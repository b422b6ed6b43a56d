using System.Security.Cryptography;
using System.Text;
using Helpline.Dialogs.Lint;

namespace Helpline.Dialogs;

/// <summary>Reads a dialog library from its files and proves it with <see cref="DialogLinter"/>.</summary>
public static class DialogReader
{
    private const string Root = "flows/root.yaml";

    /// <summary>Reads the library.</summary>
    /// <param name="sources">Every <c>*.yaml</c> file below the library's root.</param>
    /// <exception cref="DialogLibraryException">Anything is wrong with it; all problems, each with file, line and column.</exception>
    /// <param name="today">The day, for what authors should look at again: lines of the directory, old translations, what is hard to read; null: only mistakes are looked for.</param>
    public static DialogLibrary Read(IReadOnlyList<DialogSource> sources, DateOnly? today = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (sources.All(source => source.Path != LanguagesReader.Path))
            throw new DialogLibraryException([new DialogProblem(LanguagesReader.Path, 1, 1, "the file is missing; it names the languages that children are offered, for example live: [en, ur]")]);
        var draft = Draft(sources);
        var problems = draft.Problems;
        if (problems.Count == 0)
            DialogLinter.Check(draft);
        var library = problems.Any(problem => !problem.IsWarning) ? null : Library(sources, draft);
        if (library is not null)
        {
            BudgetChecks.Check(draft, library);
            PreparationChecks.Check(draft);
        }

        if (today is { } day)
        {
            ReviewChecks.Check(draft, day);
            if (library is not null)
            {
                TranslationChecks.Check(draft, library);
                ReadingChecks.Check(draft);
            }
        }

        var sorted = problems.OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line).ThenBy(problem => problem.Column).ToList();
        return library is null || sorted.Any(problem => !problem.IsWarning) ? throw new DialogLibraryException(sorted) : library with { Warnings = sorted };
    }

    /// <summary>Reads the library without proving it, to look at it while it is written. Nobody may talk to children from it.</summary>
    /// <exception cref="DialogLibraryException">A file cannot be read.</exception>
    public static DialogLibrary Sketch(IReadOnlyList<DialogSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return Unproven(sources, Draft(sources));
    }

    /// <summary>Reads dialogs that were proven before, without their lexicons: for conversations that are still in them.</summary>
    /// <exception cref="DialogLibraryException">They were written for another version of this program.</exception>
    public static DialogLibrary ReadAgain(IReadOnlyList<DialogSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var draft = Draft(sources);
        if (draft.Root is { } root && draft.Problems.All(problem => problem.IsWarning))
        {
            // What this version demands of dialogs, and an earlier one did not: without it a turn would die.
            TargetChecks.Check(draft, root);
            PhraseChecks.CheckOfTurns(draft, root);
        }

        return Unproven(sources, draft);
    }

    private static DialogLibrary Unproven(IReadOnlyList<DialogSource> sources, DialogDraft draft) =>
        draft.Problems.All(problem => problem.IsWarning) ? Library(sources, draft) : throw new DialogLibraryException(draft.Problems);

    /// <summary>All files as they are read; the one that names the languages first.</summary>
    private static DialogDraft Draft(IReadOnlyList<DialogSource> sources)
    {
        var draft = new DialogDraft([]);
        foreach (var source in sources.OrderByDescending(source => source.Path == LanguagesReader.Path).ThenBy(source => source.Path, StringComparer.Ordinal))
            ReadFile(source, draft);
        draft.NameAnswers();
        if (draft.Root is null && draft.Problems.All(problem => problem.File != Root))
            draft.Problems.Add(new DialogProblem(Root, 1, 1, "the file is missing; it says where conversations begin and which words work everywhere"));
        return draft;
    }

    private static DialogLibrary Library(IReadOnlyList<DialogSource> sources, DialogDraft draft) => new(
        Revision(sources),
        draft.Root!.Value.Value,
        draft.States.ToDictionary(state => state.Key, state => state.Value.Value),
        draft.Flows,
        draft.Phrasebook(),
        draft.Referrals ?? ReferralDirectory.Empty,
        draft.Lexicons)
    {
        Languages = draft.Languages,
        Translations = draft.Translations(),
        Preparing = [.. draft.Preparing.Keys],
        Sources = [.. sources.Where(source => !IsLexicon(source))],
    };

    /// <summary>Triage is of no revision: the newest rules read everybody's messages.</summary>
    private static bool IsLexicon(DialogSource source) => source.Path.StartsWith("risk/", StringComparison.Ordinal);

    internal static void ReadFile(DialogSource source, DialogDraft library)
    {
        var draft = source.Path.Split('/') is ["phrases", var tag, _] && library.Preparing.TryGetValue(tag, out var prepared) ? prepared : library;
        var file = YamlFile.Load(source, draft.Problems);
        if (file.Root is null)
            return;
        switch (source.Path.Split('/'))
        {
            case [LanguagesReader.Path]:
                LanguagesReader.Read(file, draft);
                break;
            case [_, _] when source.Path == Root:
                FlowReader.ReadRoot(file, draft);
                break;
            case ["flows", _]:
                FlowReader.ReadFlow(file, draft);
                break;
            case ["phrases", var language, "answers.yaml"] when draft.Languages.Contains(language):
                PhraseReader.ReadAnswers(file, language, draft);
                break;
            case ["phrases", var language, "private.yaml"] when draft.Languages.Contains(language):
                PhraseReader.ReadPrivateWords(file, language, draft);
                break;
            case ["phrases", var language, PhraseReader.TranslatedFile] when draft.Languages.Contains(language) && (draft.Languages[0] != language || draft != library):
                PhraseReader.ReadTranslated(file, language, draft);
                break;
            case ["phrases", _, PhraseReader.TranslatedFile] when library.Declared is not null:
                file.Problem(file.Root, "translations are made from this language; remove the file");
                break;
            case ["phrases", var language, _] when draft.Languages.Contains(language):
                PhraseReader.ReadPhrases(file, language, draft);
                break;
            case ["phrases", var language, _]:
                if (library.Declared is not null)
                    file.Problem(file.Root, $"{LanguagesReader.Path} does not name the language '{language}'; write it under live, or under preparing while it is translated");
                break;
            case ["risk", _]:
                LexiconReader.Read(file, draft);
                break;
            case ["resources", _]:
                ReferralReader.Read(file, draft);
                break;
            default:
                file.Problem(file.Root, $"nobody reads a file here; the places are {LanguagesReader.Path}, flows/, phrases/<language>/, risk/ and resources/");
                break;
        }
    }

    private static string Revision(IReadOnlyList<DialogSource> sources)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var source in sources.Where(source => !IsLexicon(source)).OrderBy(source => source.Path, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{source.Path}\0{source.Text.ReplaceLineEndings("\n")}\0"));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}

using Helpline.Dialogs.Format;

namespace Helpline.Dialogs;

/// <summary>Reads <c>languages.yaml</c>.</summary>
internal static class LanguagesReader
{
    public const string Path = "languages.yaml";

    public static void Read(YamlFile file, DialogDraft draft)
    {
        file.Check(file.Root, LanguagesFormat.OfFile);
        var (live, preparing) = (Tags(file, "live"), Tags(file, "preparing"));
        if (live.Count == 0)
            file.Problem(file.Root!, "live names no language; children must be offered one");
        foreach (var twice in live.Concat(preparing).GroupBy(tag => tag.Value).Where(group => group.Count() > 1))
            file.Problem(twice.Last().At, $"'{twice.Key}' stands here twice; a language is either live or in preparation");
        draft.Declared = new LanguageList(live, preparing, Tags(file, "without_lexicon"));
        draft.Languages = [.. live.Select(tag => tag.Value).Distinct()];
        foreach (var tag in preparing.Where(tag => !draft.Languages.Contains(tag.Value)))
            draft.Preparing[tag.Value] = draft.Prepare(tag.Value);
    }

    private static List<Located<string>> Tags(YamlFile file, string key)
    {
        var tags = new List<Located<string>>();
        foreach (var (tag, at) in file.Texts(YamlFile.Child(file.Root, key), "a language"))
        {
            if (Languages.Of(tag) is null)
                file.Problem(at, $"'{tag}' is not known here; the languages are {string.Join(", ", Languages.Known.Select(language => language.Tag))}");
            else
                tags.Add(new Located<string>(tag, at));
        }

        return tags;
    }
}

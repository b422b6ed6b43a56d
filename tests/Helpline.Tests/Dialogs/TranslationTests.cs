using Helpline.Dialogs;

namespace Helpline.Tests.Dialogs;

/// <summary>Translations know from which text they were made.</summary>
public class TranslationTests
{
    private static readonly DateOnly Today = new(2026, 1, 31);

    [Fact]
    public void Nothing_is_said_of_translations_that_are_as_old_as_their_texts() => Warnings(Recorded()).ShouldBeEmpty();

    [Fact]
    public void A_text_that_changed_makes_its_translations_old()
    {
        var library = Recorded().Replace("phrases/en/help.yaml", "en help.words", "en help.words, said otherwise");

        var warnings = Warnings(library);

        warnings.Select(warning => warning.File).ShouldBe(["phrases/ur-Latn/help.yaml", "phrases/ur/help.yaml"], ignoreOrder: true);
        var (line, column) = library.Find("phrases/ur/help.yaml", "words");
        warnings.ShouldContain(new DialogProblem("phrases/ur/help.yaml", line, column, "the English text of 'help.words' changed since this translation was made; when it is revised, or right as it is: dialogs translated --phrase help.words --language ur") { IsWarning = true });
    }

    [Fact]
    public void A_label_that_changed_makes_its_translations_old_and_other_words_for_it_do_not()
    {
        Warnings(Recorded().Replace("phrases/en/answers.yaml", "label: \"Enough\"", "label: \"That is all\"")).ShouldContain(warning => warning.File == "phrases/ur/answers.yaml" && warning.Message.StartsWith("the English text of 'answers.done' changed", StringComparison.Ordinal));
        Warnings(Recorded().Replace("phrases/en/answers.yaml", "words: [done]", "words: [done, finished]")).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_recorded_as_revised_in_one_language_is_old_in_the_other()
    {
        var library = Recorded().Replace("phrases/en/help.yaml", "en help.words", "en help.words, said otherwise");
        Record(library, "ur", name => name == "help.words");

        Warnings(library).ShouldHaveSingleItem().File.ShouldBe("phrases/ur-Latn/help.yaml");
    }

    [Fact]
    public void A_translation_that_is_new_is_to_be_recorded()
    {
        var library = Recorded().AppendPhrase("bullying", "more").Replace("flows/bullying.yaml", "say: [sorry]", "say: [sorry, more]");

        Warnings(library).ShouldContain(warning => warning.File == "phrases/ur/translated.yaml" && warning.Message == "1 translation is not recorded yet, for example 'bullying.more': dialogs translated");
    }

    [Fact]
    public void Only_what_is_revised_is_written_anew_and_what_is_gone_falls_out()
    {
        var library = Recorded();
        var before = Text(library);
        library.Replace("phrases/en/help.yaml", "en help.words", "en otherwise").Replace("phrases/en/hide.yaml", "en hide.ok", "en otherwise").Append("phrases/ur/translated.yaml", "gone.phrase: \"00000000\"");

        Record(library, "ur", name => name == "help.words");

        var changed = Text(library).Split('\n').Except(before.Split('\n')).ToList();
        changed.ShouldHaveSingleItem().ShouldStartWith("help.words: ");
        Text(library).ShouldNotContain("gone.phrase");
    }

    [Fact]
    public void A_language_in_preparation_is_looked_at_too()
    {
        var library = Recorded().Append("languages.yaml", "preparing: [sd]").With("phrases/sd/help.yaml", "words: \"سنڌي\"");
        Record(library, "sd", _ => true);
        library.Replace("phrases/en/help.yaml", "en help.words", "en otherwise");

        Warnings(library).ShouldContain(warning => warning.File == "phrases/sd/help.yaml" && warning.Message.StartsWith("the English text of 'help.words' changed", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_mark_and_a_record_of_the_first_language_are_refused()
    {
        Recorded().With("phrases/ur/translated.yaml", "help.words: yesterday").Problems().ShouldContain(problem => problem.Message.StartsWith("'yesterday' is no mark", StringComparison.Ordinal));
        Recorded().With("phrases/en/translated.yaml", "help.words: \"00000000\"").Problems().ShouldContain(problem => problem.File == "phrases/en/translated.yaml" && problem.Message == "translations are made from this language; remove the file");
    }

    private static string Text(TestLibrary library) => library.Sources.Single(source => source.Path == "phrases/ur/translated.yaml").Text;

    private static IReadOnlyList<DialogProblem> Warnings(TestLibrary library) => [.. DialogReader.Read(library.Sources, Today).Warnings.Where(warning => warning.File != "languages.yaml")];

    private static TestLibrary Recorded()
    {
        var library = new TestLibrary();
        foreach (var language in TestLibrary.Languages.Skip(1))
            Record(library, language, _ => true);
        return library;
    }

    private static void Record(TestLibrary library, string language, Func<string, bool> isRevised) =>
        library.With($"phrases/{language}/translated.yaml", library.Read().Translations.Single(record => record.Language == language).Write(isRevised));
}

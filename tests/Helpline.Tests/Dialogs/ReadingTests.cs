using Helpline.Dialogs;
using Helpline.Dialogs.Lint;

namespace Helpline.Tests.Dialogs;

/// <summary>What a ten-year-old would stumble over is a warning to its author.</summary>
public class ReadingTests
{
    private static readonly DateOnly Today = new(2026, 1, 31);

    [Theory]
    [InlineData("en", 20, 0)]
    [InlineData("en", 21, 1)]
    [InlineData("ur", 18, 0)]
    [InlineData("ur", 19, 1)]
    [InlineData("ur-Latn", 19, 1)]
    public void A_sentence_has_so_many_words(string language, int words, int warnings)
    {
        var found = Warnings(language, string.Join(' ', Enumerable.Repeat(language == "ur" ? "کا" : "we", words)) + (language == "ur" ? "۔" : "."));

        found.Count.ShouldBe(warnings);
        found.ShouldAllBe(warning => warning.File == $"phrases/{language}/help.yaml" && warning.Message.StartsWith($"'help.words' in {language} has a sentence of {words} words ('", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{0}. {0}.")]
    [InlineData("{0}: {0}")]
    [InlineData("{0}? {0}!")]
    [InlineData("'{0}.' {0}")]
    [InlineData("{0}۔ {0}۔")]
    [InlineData("{0}، {0}", 1)]
    public void Where_a_sentence_ends_another_begins(string text, int warnings = 0) =>
        Warnings("ur-Latn", text.Replace("{0}", "ap se kal phir aik din bat ho gi yahan par", StringComparison.Ordinal)).Count.ShouldBe(warnings);

    [Fact]
    public void A_placeholder_is_one_word_and_a_point_within_a_word_ends_nothing() =>
        Readability.Sentences("Call {fact.name} at takeitdown.org now").ShouldHaveSingleItem().Count.ShouldBe(6);

    [Fact]
    public void A_long_word_is_named() =>
        Warnings("ur-Latn", "Aap ka confidentiality.").ShouldHaveSingleItem().Message.ShouldBe("'help.words' in ur-Latn has the word 'confidentiality'; a child stumbles over it: say it otherwise");

    [Fact]
    public void English_for_grown_ups_is_noticed_though_its_sentences_are_short()
    {
        Warnings("en", "Immediate notification is required. Preserve original evidence. Authorities investigate every accusation. Cooperation is essential. Disclosure to a guardian is advisable. Compensation is a possibility.")
            .ShouldHaveSingleItem().Message.ShouldStartWith("'help.words' reads like a text for school year ");
        Warnings("en", "Tell us at once. Keep what they sent you. We look at it with care. You can help us. Tell your mother or father. We stay with you. It is not your fault.").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("The cat sat on the mat.", -1.45)]
    [InlineData("He looked at the pictures. He was afraid of somebody.", 2.88)]
    public void The_grade_is_that_of_Flesch_and_Kincaid(string text, double grade) => Readability.Grade(Readability.Sentences(text)).ShouldBe(grade, 0.01);

    [Fact]
    public void A_language_in_preparation_is_read_too()
    {
        var library = new TestLibrary().Append("languages.yaml", "preparing: [sd]").With("phrases/sd/help.yaml", $"words: \"{string.Join(' ', Enumerable.Repeat("ڪا", 19))}\"");

        DialogReader.Read(library.Sources, Today).Warnings.ShouldContain(warning => warning.Message.StartsWith("'help.words' in sd has a sentence of 19 words", StringComparison.Ordinal));
    }

    [Fact]
    public void A_server_that_starts_does_not_judge_style() =>
        new TestLibrary().Replace("phrases/en/help.yaml", "en help.words", string.Join(' ', Enumerable.Repeat("we", 40))).Read().Warnings.ShouldBeEmpty();

    [Fact]
    public void The_shipped_texts_are_all_easy_and_all_up_to_date() =>
        DialogReader.Read(ShippedDialogs.Sources, Today).Warnings.ShouldBeEmpty();

    private static List<DialogProblem> Warnings(string language, string text) =>
        [.. DialogReader.Read(new TestLibrary().Replace($"phrases/{language}/help.yaml", $"{language} help.words", text).Sources, Today).Warnings.Where(warning => !warning.File.EndsWith("translated.yaml", StringComparison.Ordinal))];
}

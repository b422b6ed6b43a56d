using Helpline.Dialogs;

namespace Helpline.Tests.Dialogs;

public class AnswerMatcherTests
{
    private static readonly DialogLibrary Library = TestLibrary.Engine.Library;

    private static string? Choose(string state, string text) =>
        AnswerMatcher.Choose(text, Library.States[state].Ending.ShouldBeOfType<Ending.Ask>(), Library.Phrases)?.Answer;

    [Theory]
    [InlineData("1", "pictures")]
    [InlineData("1.", "pictures")]
    [InlineData(" 1 ", "pictures")]
    [InlineData("(2)", "bullying")]
    [InlineData("#2", "bullying")]
    [InlineData("option 1", "pictures")]
    [InlineData("no. 2", "bullying")]
    [InlineData("۱", "pictures")]
    [InlineData("۲", "bullying")]
    [InlineData("١", "pictures")]
    [InlineData("３", "person")]
    [InlineData("2️⃣", "bullying")]
    [InlineData("one", "pictures")]
    [InlineData("ONE!", "pictures")]
    [InlineData("aik", "pictures")]
    [InlineData("ek", "pictures")]
    [InlineData("ایک", "pictures")]
    [InlineData("do", "bullying")]
    [InlineData("دو", "bullying")]
    [InlineData("teen", "person")]
    [InlineData("01", "pictures")]
    public void A_number_chooses_by_position(string text, string answer) => Choose("menu.start", text).ShouldBe(answer);

    [Theory]
    [InlineData("0")]
    [InlineData("4")]
    [InlineData("ten")]
    [InlineData("99")]
    [InlineData("100000000000000000000")]
    [InlineData("1 2")]
    [InlineData("1 or 2")]
    [InlineData("i am 1 year older")]
    [InlineData("-")]
    [InlineData("")]
    [InlineData("😀")]
    public void A_number_out_of_range_or_in_a_sentence_is_not_understood(string text) => Choose("menu.start", text).ShouldBeNull();

    [Theory]
    [InlineData("Pictures", "pictures")]
    [InlineData("PHOTOS!!", "pictures")]
    [InlineData("تصویریں", "pictures")]
    [InlineData("تصويريں", "pictures")] // Arabic yeh
    [InlineData("tasveer", "pictures")]
    [InlineData("tang", "bullying")]
    [InlineData("koi insan", "person")]
    public void Words_of_every_language_are_understood(string text, string answer) => Choose("menu.start", text).ShouldBe(answer);

    [Theory]
    [InlineData("somebody has my photos and shows them", "pictures")]
    [InlineData("they bully me every day", "bullying")]
    [InlineData("wo meri tasveer mang raha", "pictures")]
    [InlineData("they laugh at me", "bullying")]
    public void Words_within_a_sentence_are_understood(string text, string answer) =>
        Choose("menu.start", text.Replace("somebody", "he", StringComparison.Ordinal)).ShouldBe(answer);

    [Theory]
    [InlineData("pictures or bullying")]
    [InlineData("they bully me with photos")]
    [InlineData("laugh")] // a part of a word is not the word
    public void What_means_two_options_or_none_is_not_understood(string text) => Choose("menu.start", text).ShouldBeNull();

    [Fact]
    public void The_longer_word_wins_over_a_shorter_one_within_it() =>
        Choose("menu.start", "they put photos of me at school on the wall").ShouldBe("bullying");

    [Theory]
    [InlineData("pictres", "pictures")]
    [InlineData("picturess", "pictures")]
    [InlineData("picturas", "pictures")]
    [InlineData("pitcures", "pictures")]
    [InlineData("bulying", "bullying")]
    public void One_slip_of_the_finger_is_forgiven(string text, string answer) => Choose("menu.start", text).ShouldBe(answer);

    [Theory]
    [InlineData("menu.start", "pctres")] // two slips
    [InlineData("menu.start", "pictrues now")] // not a single word
    [InlineData("pictures.start", "yez")] // too short to guess
    [InlineData("pictures.start", "nooe")] // could be nope or none: not near enough to a long word
    public void More_than_a_slip_or_a_short_word_is_not_guessed(string state, string text) =>
        Choose(state, text).ShouldBe(text == "nooe" ? "no" : null);

    [Fact]
    public void A_slip_that_fits_two_options_is_not_guessed()
    {
        var library = new TestLibrary()
            .Replace("phrases/en/answers.yaml", "words: [photos, nudes, my photos]", "words: [boast]")
            .Replace("phrases/en/answers.yaml", "words: [bully, laugh at me, photos of me at school]", "words: [beast]")
            .Read();

        AnswerMatcher.Choose("bqast", library.States["menu.start"].Ending.ShouldBeOfType<Ending.Ask>(), library.Phrases).ShouldBeNull();
        AnswerMatcher.Choose("bast", library.States["menu.start"].Ending.ShouldBeOfType<Ending.Ask>(), library.Phrases).ShouldBeNull();
        AnswerMatcher.Choose("boasts", library.States["menu.start"].Ending.ShouldBeOfType<Ending.Ask>(), library.Phrases)!.Answer.ShouldBe("pictures");
    }

    [Theory]
    [InlineData("no", "no")]
    [InlineData("no thank you", "no")]
    [InlineData("there is no way out of here", null)]
    [InlineData("yeah i did", "yes")]
    [InlineData("yeah i think he did it", null)]
    public void A_word_that_stands_alone_counts_in_short_messages_only(string text, string? answer) =>
        Choose("pictures.start", text).ShouldBe(answer);

    [Theory]
    [InlineData("help", "help")]
    [InlineData(" HELP!! ", "help")]
    [InlineData("heeelp", "help")]
    [InlineData("madad", "help")]
    [InlineData("مدد", "help")]
    [InlineData("مدد!", "help")]
    [InlineData("talk to someone", "human")]
    [InlineData("please help", null)]
    [InlineData("i want to stop", null)]
    [InlineData("", null)]
    public void A_global_word_is_the_whole_message(string text, string? word) =>
        AnswerMatcher.GlobalWord(text, Library).ShouldBe(word);
}

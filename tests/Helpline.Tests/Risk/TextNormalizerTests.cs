using CsCheck;
using Helpline.Risk;

namespace Helpline.Tests.Risk;

public class TextNormalizerTests
{
    /// <summary>Pieces of everything that the normaliser treats in a way of its own.</summary>
    private static readonly Gen<string> Texts = Any.TextOf(
        40,
        "a", "b", "k", "Z", "É", "İ", "ß", "ﬁ", "ñ", "ạ", "a\u0301", "q\u0323", "aaa", "lll",
        "0", "1", "3", "4", "5", "7", "9", "٣", "۷", "²", "½", "Ⅷ", "111", "000",
        "!", "@", "$", "！", "＄", "?", ".", ",", "'", "’", "`", "-", "_", "/", " ", "  ", "\n", "\t",
        "ا", "أ", "آ", "ي", "ى", "ك", "ه", "ة", "ہ", "ھ", "گ", "ں", "ے", "ۓ", "\u064E", "\u0651", "\u0640", "ﷺ", "ﻻ", "\uFE8E",
        "\u200B", "\u200C", "\u200D", "\u200F", "\uFEFF", "\u00AD", "\uFE0F", "\u20E3",
        "😀", "👨\u200D👩\u200D👧", "🇵🇰", "𝐤𝐢𝐥𝐥", "ｋｉｌｌ", "\uD83D", "\uDE00", "\uFFFF", "\0", "한", "ö\u0308", "…", "℀", "㎏");

    [Theory]
    [InlineData("", "")]
    [InlineData("   \n", "")]
    [InlineData("?!...", "")]
    [InlineData("Help ME", "help me")]
    [InlineData("don't", "dont")]
    [InlineData("don’t", "dont")]
    [InlineData("one,two;three", "one two three")]
    [InlineData("snake_case", "snake case")]
    public void Words_are_lower_case_without_punctuation(string text, string normal) =>
        TextNormalizer.Normalize(text).ShouldBe(normal);

    [Theory]
    [InlineData("ｋｉｌｌ", "kill")]
    [InlineData("𝐤𝐢𝐥𝐥", "kill")]
    [InlineData("ﬁnd", "find")]
    [InlineData("café", "cafe")]
    [InlineData("cafe\u0301", "cafe")]
    [InlineData("ＨＥＬＰ！", "help")]
    [InlineData("İstanbul", "istanbul")]
    public void Compatible_forms_are_one(string text, string normal) =>
        TextNormalizer.Normalize(text).ShouldBe(normal);

    [Theory]
    [InlineData("ميري", "میری")]
    [InlineData("كتاب", "کتاب")]
    [InlineData("أبو", "ابو")]
    [InlineData("هم", "ہم")]
    [InlineData("مدرسة", "مدرسہ")]
    [InlineData("مَدَد", "مدد")]
    [InlineData("مـــدد", "مدد")]
    [InlineData("ﻣﺪﺩ", "مدد")]
    public void Arabic_variants_diacritics_and_tatweel_are_unified(string text, string normal) =>
        TextNormalizer.Normalize(text).ShouldBe(normal);

    [Theory]
    [InlineData("ki\u200Bll", "kill")]
    [InlineData("ki\u200Cll", "kill")]
    [InlineData("ki\u200Dll", "kill")]
    [InlineData("\u200Fkill\uFEFF", "kill")]
    [InlineData("ki\u00ADll", "kill")]
    public void Invisible_characters_do_not_hide_a_word(string text, string normal) =>
        TextNormalizer.Normalize(text).ShouldBe(normal);

    [Theory]
    [InlineData("۱۲", "12")]
    [InlineData("١٢", "12")]
    [InlineData("१२", "12")]
    [InlineData("１２", "12")]
    [InlineData("1\uFE0F\u20E3", "1")]
    public void Digits_of_every_script_are_ascii(string text, string normal) =>
        TextNormalizer.Normalize(text).ShouldBe(normal);

    [Theory]
    [InlineData("k!ll", "kill")]
    [InlineData("n00des", "noodes")]
    [InlineData("n0des", "nodes")]
    [InlineData("k1ll", "kill")]
    [InlineData("r4pe", "rape")]
    [InlineData("l33t", "leet")]
    [InlineData("p@in", "pain")]
    [InlineData("5uicide", "5uicide")]
    [InlineData("su1c1de", "suicide")]
    [InlineData("me$$age", "me age")]
    public void Leetspeak_between_letters_is_undone(string text, string normal) =>
        TextNormalizer.Normalize(text).ShouldBe(normal);

    [Theory]
    [InlineData("help!", "help")]
    [InlineData("!help", "help")]
    [InlineData("help！", "help")]
    [InlineData("help!!! now", "help now")]
    [InlineData("help!me", "help me")]
    [InlineData("die!please", "die please")]
    [InlineData("2nite", "2nite")]
    [InlineData("gr8", "gr8")]
    [InlineData("15", "15")]
    [InlineData("call 1121", "call 1121")]
    [InlineData("at 5pm", "at 5pm")]
    [InlineData("5$", "5")]
    public void Marks_and_digits_that_are_no_letters_stay_what_they_are(string text, string normal) =>
        TextNormalizer.Normalize(text).ShouldBe(normal);

    [Fact]
    public void An_exclamation_mark_between_urdu_words_separates_them() =>
        TextNormalizer.Normalize("مدد!پلیز").ShouldBe("مدد پلیز");

    [Theory]
    [InlineData("pleeeease", "please")]
    [InlineData("heeelp", "help")]
    [InlineData("kill", "kill")]
    [InlineData("sooo", "so")]
    [InlineData("مددددد", "مد")]
    [InlineData("1000", "1000")]
    public void Stretched_letters_are_one_letter(string text, string normal) =>
        TextNormalizer.Normalize(text).ShouldBe(normal);

    [Theory]
    [InlineData("\uD83D kill")]
    [InlineData("kill \uDE00")]
    public void A_broken_surrogate_is_no_reason_to_fail(string text) =>
        TextNormalizer.Normalize(text).ShouldBe("kill");

    [Fact]
    public void A_token_knows_where_it_stands_in_the_original()
    {
        const string text = "😀 I’ll «k!!ll»  ki\u200Dlll مَدَد";

        var tokens = TextNormalizer.Tokens(text);

        tokens.Select(token => token.Normal).ShouldBe(["ill", "k", "ll", "kil", "مدد"]);
        tokens.Select(token => text.Substring(token.Start, token.Length)).ShouldBe(["I’ll", "k", "ll", "ki\u200Dlll", "مَدَد"]);
    }

    [Fact]
    public void Spans_lie_inside_the_text_in_order_and_apart() => Texts.Holds(text =>
    {
        var end = 0;
        foreach (var token in TextNormalizer.Tokens(text))
        {
            token.Start.ShouldBeGreaterThanOrEqualTo(end);
            token.Length.ShouldBeGreaterThan(0);
            end = token.End;
        }

        end.ShouldBeLessThanOrEqualTo(text.Length);
    });

    [Fact]
    public void Normalising_comes_to_rest() => Texts.Holds(
        text =>
        {
            // The first time may leave single letters one space apart, which the second joins.
            var twice = TextNormalizer.Normalize(TextNormalizer.Normalize(text));

            TextNormalizer.Normalize(twice).ShouldBe(twice);
        },
        times: 3_000);

    [Fact]
    public void A_text_of_any_one_character_is_read()
    {
        for (var character = 0; character <= char.MaxValue; character++)
            Read(new string((char)character, 100));
        for (var plane = 0x10000; plane <= 0x10FFFF; plane += 0x10000)
        {
            for (var rune = plane; rune < plane + 0xFFF0; rune += 17)
                Read(char.ConvertFromUtf32(rune));
            for (var rune = plane + 0xFFF0; rune <= plane + 0xFFFF; rune++)
                Read(char.ConvertFromUtf32(rune));
        }

        static void Read(string text)
        {
            foreach (var token in TextNormalizer.Tokens(text))
                token.End.ShouldBeLessThanOrEqualTo(text.Length);
        }
    }

    [Theory]
    [InlineData("s u i c i d e", "suicide")]
    [InlineData("i want to d.i.e", "i want to die")]
    [InlineData("k-i-l-l me", "kill me")]
    [InlineData("خ و د ک ش ی", "خودکشی")]
    [InlineData("a b", "a b")]
    [InlineData("1 2 3", "1 2 3")]
    [InlineData("k i l l  m e", "kill m e")]
    public void Single_letters_in_a_row_are_a_word(string text, string normal) =>
        TextNormalizer.Normalize(text).ShouldBe(normal);

    [Theory]
    [InlineData("$uicide", "suicide")]
    [InlineData("$5", "5")]
    [InlineData("a$$", "a")]
    [InlineData("ѕuісіdе", "suicide")]
    [InlineData("κill", "kill")]
    [InlineData("آپ کی", "اپ کی")]
    [InlineData("جائے", "جایے")]
    public void Look_alikes_and_composed_letters_are_undone(string text, string normal) =>
        TextNormalizer.Normalize(text).ShouldBe(normal);

    [Fact]
    public void A_token_is_never_empty_and_never_holds_a_space() => Texts.Holds(text =>
        TextNormalizer.Tokens(text).ShouldAllBe(token => token.Normal.Length > 0 && !token.Normal.Any(char.IsWhiteSpace)));
}

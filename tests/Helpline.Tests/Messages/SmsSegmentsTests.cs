using System.Globalization;
using CsCheck;
using Helpline.Messages;

namespace Helpline.Tests.Messages;

public class SmsSegmentsTests
{
    private const string Family = "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466"; // one grapheme of 11 units
    private const string Smile = "\U0001F600";

    /// <summary>Texts that mix what is special: extension characters, surrogate pairs, joined emoji, combining marks, Urdu.</summary>
    private static readonly Gen<string> Texts = Gen.OneOf(
        Any.TextOf(200, "a", "b ", "€", "[", "hello "),
        Any.TextOf(120, "a", "ا", Smile, Family, "é", "e\u0301", "میں", "€", "\U0001F1F5\U0001F1F0", "\n", "\r\n"));

    [Fact]
    public void An_empty_text_has_no_segment() =>
        SmsSegments.Of("").ShouldBe(new SmsSegments(SmsEncoding.Gsm7, 0, 0, 160));

    [Theory]
    [InlineData(1, 1, 159)]
    [InlineData(159, 1, 1)]
    [InlineData(160, 1, 0)]
    [InlineData(161, 2, 145)]
    [InlineData(306, 2, 0)]
    [InlineData(307, 3, 152)]
    [InlineData(459, 3, 0)]
    [InlineData(460, 4, 152)]
    public void Gsm7_counts_160_and_then_153_per_part(int length, int segments, int left) =>
        SmsSegments.Of(new string('a', length)).ShouldBe(new SmsSegments(SmsEncoding.Gsm7, length, segments, left));

    [Theory]
    [InlineData(1, 1, 69)]
    [InlineData(70, 1, 0)]
    [InlineData(71, 2, 63)]
    [InlineData(134, 2, 0)]
    [InlineData(135, 3, 66)]
    [InlineData(201, 3, 0)]
    public void Ucs2_counts_70_and_then_67_per_part(int length, int segments, int left) =>
        SmsSegments.Of(new string('ا', length)).ShouldBe(new SmsSegments(SmsEncoding.Ucs2, length, segments, left));

    [Theory]
    [InlineData("€")]
    [InlineData("^")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("\\")]
    [InlineData("[")]
    [InlineData("~")]
    [InlineData("]")]
    [InlineData("|")]
    public void An_extension_character_takes_two_septets(string character)
    {
        SmsSegments.Of(character).ShouldBe(new SmsSegments(SmsEncoding.Gsm7, 2, 1, 158));
        SmsSegments.Of(new string('a', 158) + character).Count.ShouldBe(1);
        SmsSegments.Of(new string('a', 159) + character).Count.ShouldBe(2);
    }

    [Fact]
    public void An_extension_character_never_straddles_parts()
    {
        // 152 septets fill a part but for one: the pair moves on, and the second part begins with it.
        var text = new string('a', 152) + "€" + new string('a', 152);

        SmsSegments.Of(text).ShouldBe(new SmsSegments(SmsEncoding.Gsm7, 306, 3, 152));
    }

    [Theory]
    [InlineData("what’s")]
    [InlineData("wait…")]
    [InlineData("a – b")]
    [InlineData("“so”")]
    [InlineData("मदद")]
    [InlineData("`")]
    public void One_character_outside_the_alphabet_makes_the_whole_text_ucs2(string text) =>
        SmsSegments.Of(text).Encoding.ShouldBe(SmsEncoding.Ucs2);

    [Fact]
    public void The_alphabet_is_that_of_the_standard()
    {
        Enumerable.Range(0, 0x10000).Count(code => Gsm7.Septets((char)code) == 1).ShouldBe(127); // 128 less the escape
        Enumerable.Range(0, 0x10000).Count(code => Gsm7.Septets((char)code) == 2).ShouldBe(10); // 9 and the form feed
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà".ShouldAllBe(character => Gsm7.Septets(character) == 1);
        Gsm7.Septets('ç').ShouldBe(0);
        Gsm7.CanEncode("Khatra ho to 1 likho: @£$ {€}").ShouldBeTrue();
        Gsm7.CanEncode("مدد").ShouldBeFalse();
    }

    [Fact]
    public void An_emoji_is_two_units_and_is_not_split()
    {
        SmsSegments.Of(Smile).Units.ShouldBe(2);
        SmsSegments.Of(new string('ا', 66) + Smile + new string('ا', 66)).ShouldBe(new SmsSegments(SmsEncoding.Ucs2, 134, 3, 66));
    }

    [Fact]
    public void A_joined_emoji_is_not_split() =>
        SmsSegments.Of(new string('ا', 60) + Family + new string('ا', 56)).ShouldBe(new SmsSegments(SmsEncoding.Ucs2, 127, 2, 0));

    [Fact]
    public void A_pile_of_marks_longer_than_a_part_is_still_sent()
    {
        var pile = "a" + new string('\u0301', 200);

        SmsSegments.Of(pile).Count.ShouldBe(3);
    }

    [Fact]
    public void Urdu_takes_the_segments_that_it_takes()
    {
        const string urdu = "یہ آپ کی غلطی نہیں ہے۔ پیسے نہ دیں اور تصویریں نہ بھیجیں۔ ہم آپ کے ساتھ ہیں۔";

        SmsSegments.Of(urdu).ShouldBe(new SmsSegments(SmsEncoding.Ucs2, urdu.Length, 2, 134 - urdu.Length));
    }

    [Fact]
    public void Segments_agree_with_a_naive_splitter() => Texts.Holds(text =>
    {
        var parts = Split(text);
        var segments = SmsSegments.Of(text);

        segments.Count.ShouldBe(parts.Count);
        segments.Units.ShouldBe(parts.Sum(part => Size(segments.Encoding, part)));
    });

    [Fact]
    public void Parts_lose_nothing_and_never_exceed_the_limit() => Texts.Holds(text =>
    {
        var segments = SmsSegments.Of(text);
        var limit = segments.Encoding == SmsEncoding.Gsm7 ? 153 : 67;
        var parts = Split(text);

        string.Concat(parts).ShouldBe(text);
        if (parts.Count > 1)
            parts.ShouldAllBe(part => Size(segments.Encoding, part) <= limit && part.Length > 0);
        (segments.Units <= (segments.Encoding == SmsEncoding.Gsm7 ? 160 : 70)).ShouldBe(segments.Count <= 1);
    });

    [Fact]
    public void UnitsLeft_is_what_still_fits_into_the_last_part() => Texts.Where(text => text.Length > 0).Holds(text =>
    {
        var before = SmsSegments.Of(text);
        var filler = before.Encoding == SmsEncoding.Gsm7 ? 'a' : 'ا';

        SmsSegments.Of(text + new string(filler, before.UnitsLeft)).Count.ShouldBe(before.Count);
        SmsSegments.Of(text + new string(filler, before.UnitsLeft + 1)).Count.ShouldBeGreaterThan(before.Count);
    });

    /// <summary>An independent splitter: fills parts with pieces that must stay whole, the way a modem would.</summary>
    private static List<string> Split(string text)
    {
        if (text.Length == 0)
            return [];
        var encoding = Gsm7.CanEncode(text) ? SmsEncoding.Gsm7 : SmsEncoding.Ucs2;
        var (single, limit) = encoding == SmsEncoding.Gsm7 ? (160, 153) : (70, 67);
        if (Size(encoding, text) <= single)
            return [text];
        var pieces = new List<string>();
        if (encoding == SmsEncoding.Gsm7)
            pieces.AddRange(text.Select(character => character.ToString()));
        else
            for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
                pieces.Add(elements.GetTextElement());

        var parts = new List<string>();
        var part = "";
        foreach (var piece in pieces)
        {
            if (Size(encoding, part + piece) > limit)
            {
                parts.Add(part);
                part = "";
            }

            part += piece;
        }

        parts.Add(part);
        return parts;
    }

    private static int Size(SmsEncoding encoding, string text) =>
        encoding == SmsEncoding.Ucs2 ? text.Length : text.Length + text.Count(character => "^{}\\[~]|€\f".Contains(character));
}

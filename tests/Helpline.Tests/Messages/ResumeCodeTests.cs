using Helpline.Messages;

namespace Helpline.Tests.Messages;

public class ResumeCodeTests
{
    [Fact]
    public void A_code_is_read_as_it_is_shown_however_it_is_typed()
    {
        var shown = ResumeCode.Show("23456ACDEF");
        shown.ShouldBe("23456-ACDEF");
        ResumeCode.Read(shown).ShouldBe("23456ACDEF");
        ResumeCode.Read(" 2345 6acd ef ").ShouldBe("23456ACDEF");
    }

    [Theory]
    [InlineData("")]
    [InlineData("23456-ACDE")]
    [InlineData("23456-ACDEFG")]
    [InlineData("23456-ACDE0")]
    [InlineData("۲۳۴۵۶-ACDEF")]
    public void What_cannot_be_a_code_is_none(string typed) => ResumeCode.Read(typed).ShouldBeNull();

    [Fact]
    public void No_two_signs_are_mistaken_for_one_another() => ResumeCode.Alphabet.Intersect("0O1ILUSBZ").ShouldBeEmpty();
}

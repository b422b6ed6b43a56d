using Helpline.Messages;

namespace Helpline.Tests.Messages;

public sealed class QuickRepliesTests
{
    [Fact]
    public void The_numbered_lines_at_the_end_are_the_answers()
    {
        var replies = QuickReplies.Of("Are you safe?\nRight now?\n1 Yes\n2 No\n3 I do not know");
        replies.Line.ShouldBe("Are you safe?\nRight now?");
        replies.Labels.ShouldBe(["Yes", "No", "I do not know"]);
    }

    [Theory]
    [InlineData("No answers here")]
    [InlineData("2 lines\nthat begin with other words")]
    [InlineData("It begins at two:\n2 No\n3 Yes")]
    [InlineData("A hole:\n1 Yes\n3 No")]
    [InlineData("More words follow:\n1 Yes\n2 No\nThank you")]
    [InlineData("1 Yes\n2 No")]
    [InlineData("A line without words:\n1 ")]
    [InlineData("")]
    public void Other_texts_stay_whole(string text) => QuickReplies.Of(text).ShouldSatisfyAllConditions(
        replies => replies.Line.ShouldBe(text),
        replies => replies.Labels.ShouldBeEmpty());

    [Fact]
    public void A_number_within_the_question_does_not_begin_the_answers()
    {
        var replies = QuickReplies.Of("Send one number:\n1 of these:\n1 Yes\n2 No");
        replies.Line.ShouldBe("Send one number:\n1 of these:");
        replies.Labels.ShouldBe(["Yes", "No"]);
    }
}

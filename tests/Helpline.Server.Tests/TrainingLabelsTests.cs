using Helpline.Risk;
using Helpline.Server.Commands.Risk;
using Helpline.Storage.Reading;

namespace Helpline.Server.Tests;

/// <summary>What a conversation's closing level says of its messages.</summary>
public class TrainingLabelsTests
{
    [Theory]
    [InlineData(RiskLevel.High)]
    [InlineData(RiskLevel.Imminent)]
    public void Of_a_conversation_at_risk_the_message_of_which_triage_said_most_is_at_risk_and_the_others_are_left_out(RiskLevel closing) =>
        Labels(closing, ("hi", RiskLevel.None), ("i cut", RiskLevel.Medium), ("i want to die", RiskLevel.High), ("really", RiskLevel.High), ("bye", RiskLevel.None)).ShouldBe([("i want to die", true)]);

    [Fact]
    public void Where_triage_found_nothing_it_is_the_first() =>
        Labels(RiskLevel.High, ("my uncle comes at night", RiskLevel.None), ("hello?", RiskLevel.None)).ShouldBe([("my uncle comes at night", true)]);

    [Theory]
    [InlineData(RiskLevel.None)]
    [InlineData(RiskLevel.Low)]
    [InlineData(RiskLevel.Medium)]
    public void Of_a_conversation_not_at_risk_no_message_is_whatever_triage_said(RiskLevel closing) =>
        Labels(closing, ("i want to die", RiskLevel.Imminent), ("of laughing", RiskLevel.None)).ShouldBe([("i want to die", false), ("of laughing", false)]);

    [Fact]
    public void What_would_end_a_field_or_a_line_becomes_a_space() =>
        Labels(RiskLevel.None, ("\ta\tb\nc\r\nd\u0085e\u2028f\u2029g\vh\fi\0j ", RiskLevel.None)).ShouldBe([("a b c  d e f g h i j", false)]);

    [Fact]
    public void A_message_without_words_is_no_example()
    {
        Labels(RiskLevel.None, ("", RiskLevel.None), (" \n", RiskLevel.None)).ShouldBeEmpty();
        Labels(RiskLevel.High, ("", RiskLevel.None), ("help", RiskLevel.None)).ShouldBe([("help", true)]);
        Labels(RiskLevel.High).ShouldBeEmpty();
    }

    [Fact]
    public void Language_and_danger_are_the_conversations()
    {
        var message = TrainingLabels.Of(new JudgedConversation("ur-Latn", RiskLevel.High, Danger.Abuse, [new JudgedMessage("madad", RiskLevel.None)])).ShouldHaveSingleItem();

        (message.Language, message.Danger, message.Category).ShouldBe(("ur-Latn", Danger.Abuse, null));
    }

    private static List<(string Text, bool IsAtRisk)> Labels(RiskLevel closing, params (string Text, RiskLevel Triage)[] messages) =>
        [.. TrainingLabels.Of(new JudgedConversation("en", closing, null, [.. messages.Select(message => new JudgedMessage(message.Text, message.Triage))])).Select(message => (message.Text, message.IsAtRisk))];
}

using Helpline.Conversations;
using Helpline.Dialogs;

namespace Helpline.Tests.Conversations;

/// <summary>Who cannot be answered: withheld numbers, short codes, names.</summary>
public class UnanswerableTests
{
    [Theory]
    [InlineData("hello")]
    [InlineData("human")]
    [InlineData("stop")]
    [InlineData("menu")]
    public void Nothing_is_said_and_no_dialog_begins(string text)
    {
        var talk = Unanswerable();

        talk.Hears(text, attachments: 1).ShouldBeEmpty();

        talk.State.ShouldBeNull();
        talk.Outcome!.Received.ShouldHaveSingleItem("triage reads it");
        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Automated, "a person could do nothing");
    }

    [Fact]
    public void Danger_is_shown_to_a_person_who_is_told_that_nobody_can_answer()
    {
        var talk = Unanswerable();

        talk.Hears("he threatens to share my pictures").ShouldBeEmpty();
        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);

        talk.Waits(TimerKind.WaitingReminder).ShouldBeEmpty();
        talk.Do(CounsellorTurn.Take(talk.Conversation, Talk.Ayesha, talk.Phrases, talk.Now)).ShouldBeEmpty();
        CounsellorTurn.Reply(talk.Conversation, Talk.Ayesha, "Hello", talk.Phrases, talk.Now).ShouldBe(new CounsellorResult.Refused(CounsellorTurn.Unanswerable));
        talk.Do(CounsellorTurn.Close(talk.Conversation, Talk.Ayesha, default, default, null, talk.Phrases, talk.Now)).ShouldBeEmpty();
    }

    [Fact]
    public void A_turn_that_died_says_nothing() => Unanswerable().Fails("hello").ShouldBeEmpty();

    private static Talk Unanswerable()
    {
        var talk = new Talk();
        talk.Conversation = talk.Conversation with { CanBeAnswered = false };
        talk.Knows(FactNames.Language, Languages.English);
        return talk;
    }
}

using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Risk;

namespace Helpline.Tests.Dialogs;

/// <summary>The library that is shipped, in dialogs/: only what the product promises, so that content can change freely.</summary>
public class ShippedDialogsTests
{
    private static readonly Lazy<DialogEngine> Engine = new(() => new DialogEngine(ShippedDialogs.Library));

    private static readonly Lazy<Triage> Triage = new(() => new Triage(ShippedDialogs.Library.Lexicons));

    public static TheoryData<string, string> WordsInLanguages
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var language in ShippedDialogs.Library.Languages)
                foreach (var word in GlobalWords.Required)
                    data.Add(language, word);
            return data;
        }
    }

    [Fact]
    public void The_library_loads_without_problems() => Should.NotThrow(() => ShippedDialogs.Library);

    [Theory]
    [InlineData("welcome")]
    [InlineData("language")]
    [InlineData("menu")]
    [InlineData("help")]
    [InlineData("stop")]
    [InlineData("hide")]
    [InlineData("person")]
    [InlineData("pictures")]
    [InlineData("stranger")]
    [InlineData("bullying")]
    [InlineData("hacked")]
    [InlineData("home")]
    [InlineData("parent")]
    [InlineData("teacher")]
    public void A_promised_flow_exists(string flow) => ShippedDialogs.Library.Flows.Keys.ShouldContain(flow);

    [Theory]
    [MemberData(nameof(WordsInLanguages))]
    public void Every_global_word_is_answered_in_every_state_and_language(string language, string word)
    {
        foreach (var state in ShippedDialogs.Library.States.Keys)
        {
            var conversation = Talk.New() with
            {
                Position = new DialogPosition(state),
                Facts = Talk.New().Facts.SetItem(FactNames.Language, language),
                LastHeardAt = DateTimeOffset.UnixEpoch,
            };

            var outcome = Turn.Run(conversation, [new PendingMessage(1, ShippedDialogs.Library.Phrases.Label(language, word), 0, false)], [], Engine.Value, Triage.Value, DateTimeOffset.UnixEpoch);

            outcome.Said.ShouldNotBeEmpty($"'{word}' in {state}");
            if (word == GlobalWords.Human)
                outcome.Conversation.Lifecycle.ShouldBeOneOf(LifecycleState.Waiting, LifecycleState.Automated);
        }
    }

    [Fact]
    public void The_carriers_words_for_stopping_all_stop()
    {
        foreach (var word in new[] { "STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL" })
            AnswerMatcher.GlobalWord(word, ShippedDialogs.Library).ShouldBe("stop", word);
    }

    [Fact]
    public void Every_danger_has_a_safe_message_in_every_language()
    {
        foreach (var language in ShippedDialogs.Library.Languages)
            foreach (var danger in Enum.GetValues<Danger>())
                ShippedDialogs.Library.Phrases.Text(language, SystemPhrases.Safety(danger)).ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData("I want to kill myself")]
    [InlineData("i want to die")]
    [InlineData("main marna chahti hun")]
    [InlineData("میں مرنا چاہتی ہوں")]
    public void The_plainest_cry_for_help_calls_a_counsellor(string text) =>
        ((int)Triage.Value.Assess(text).Level).ShouldBeGreaterThanOrEqualTo((int)Helpline.Handoffs.HandoffPolicy.CallsHuman);

    [Theory]
    [InlineData("hello")]
    [InlineData("i have homework")]
    [InlineData("salam")]
    [InlineData("1")]
    public void A_plain_greeting_calls_nobody(string text) => Triage.Value.Assess(text).Level.ShouldBe(RiskLevel.None);
}

using CsCheck;
using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Risk;

namespace Helpline.Tests.Conversations;

/// <summary>What holds for every conversation, whatever children and counsellors do and in whatever order.</summary>
public class TurnPropertyTests
{
    private static readonly string[] Texts =
    [
        "", "hello", "1", "2", "3", "yes", "no", "again", "done", "photos", "stop", "start", "help", "human", "language", "hide", "menu", "madad", "مدد", "urdu",
        "they laugh", "i cut", "he threatens to share my pictures", "i want to die", "i do not eat", "مرنا چاہتا", "marna chahti", "purple", "۱", "😀", "\uD83D",
    ];

    private static readonly (LifecycleState From, LifecycleState To)[] Edges =
    [
        (LifecycleState.Automated, LifecycleState.Waiting),
        (LifecycleState.Waiting, LifecycleState.Automated),
        (LifecycleState.Waiting, LifecycleState.WithCounsellor),
        (LifecycleState.WithCounsellor, LifecycleState.Waiting),
        (LifecycleState.WithCounsellor, LifecycleState.Closed),
    ];

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (12, Any.Of(Texts).List[1, 3].Select(texts => (Step)new Step.Writes([.. texts]))),
        (1, Any.Of(Texts).Select(text => (Step)new Step.CarrierAnswers(text))),
        (1, Any.Of(Texts).Select(text => (Step)new Step.Fails(text))),
        (6, Gen.Select(Any.Of("take", "reply", "requeue", "low", "imminent", "close"), Any.Of(Talk.Ayesha, Talk.Bilal)).Select((action, who) => (Step)new Step.Acts(action, who))),
        (1, Gen.Int[1, 20].Select(hours => (Step)new Step.Passes(TimeSpan.FromHours(hours)))));

    [Fact]
    public void Invariants_hold_over_random_conversations() => Steps.List[1, 40].Holds(
        steps =>
        {
            var talk = new Talk();
            var ordinal = 0L;
            var next = 1;
            var received = 0;
            foreach (var step in steps)
            {
                if (talk.Conversation.Lifecycle == LifecycleState.Closed)
                    break;
                var before = talk.Conversation;
                if (Run(step, talk, ref ordinal) is not { } outcome)
                    continue;

                // Sequence numbers are gapless and increasing over both directions.
                outcome.Received.Select(message => message.Sequence).Concat(outcome.Said.Select(message => message.Sequence)).Order()
                    .ShouldBe(Enumerable.Range(next, outcome.Received.Count + outcome.Said.Count));
                outcome.Said.Select(message => message.Sequence).ShouldBeInOrder();
                next += outcome.Received.Count + outcome.Said.Count;
                outcome.Conversation.NextSequence.ShouldBe(next);

                // Every message is received exactly once, in order.
                if (step is Step.Writes or Step.CarrierAnswers or Step.Fails)
                    outcome.Received.Select(message => message.Ordinal).ShouldBe(Enumerable.Range(received + 1, (int)(ordinal - received)).Select(each => (long)each));
                else
                    outcome.Received.ShouldBeEmpty();
                received = (int)ordinal;

                // Risk never falls, neither the conversation's nor an open handoff's, but by a counsellor's word.
                if (outcome.LevelChange is { } change)
                {
                    (step, change.From, change.To).ShouldBe((step as Step.Acts, before.Risk, outcome.Conversation.Risk));
                    outcome.Conversation.Handoff!.Level.ShouldBe(change.To);
                    continue;
                }

                ((int)outcome.Conversation.Risk).ShouldBeGreaterThanOrEqualTo((int)before.Risk);
                ((int)outcome.Conversation.Risk).ShouldBeGreaterThanOrEqualTo((int)outcome.Received.Select(message => message.Assessment.Level).DefaultIfEmpty(RiskLevel.None).Max());
                if (before.Handoff is { } handoff && outcome.Conversation.Handoff!.Number == handoff.Number)
                    ((int)outcome.Conversation.Handoff.Level).ShouldBeGreaterThanOrEqualTo((int)handoff.Level);

                // High risk is never left to the bot.
                if (outcome.Conversation.Risk >= HandoffPolicy.CallsHuman)
                    outcome.Conversation.Lifecycle.ShouldNotBe(LifecycleState.Automated);

                // A muted bot says no dialog text.
                if (step is Step.Writes && before.Lifecycle == LifecycleState.WithCounsellor)
                    outcome.Said.ShouldAllBe(said => said.Text.Contains(" stop.", StringComparison.Ordinal)); // the carriers' rules demand it
                if (step is Step.Writes { Texts.Length: 1 } && before.Lifecycle == LifecycleState.Waiting && outcome.Conversation.Lifecycle == LifecycleState.Waiting)
                    outcome.Said.ShouldAllBe(said => said.Text.Contains(" system.", StringComparison.Ordinal) || said.Text.Contains(" safety.", StringComparison.Ordinal) || said.Text.Contains(" stop.", StringComparison.Ordinal));

                // A single message moves the conversation along one edge at most; several messages along a path of them.
                if (step is not Step.Writes { Texts.Length: > 1 } && before.Lifecycle != outcome.Conversation.Lifecycle)
                    Edges.ShouldContain((before.Lifecycle, outcome.Conversation.Lifecycle));

                // A handoff and the lifecycle tell the same story.
                (outcome.Conversation.Lifecycle switch
                {
                    LifecycleState.Automated => outcome.Conversation.Handoff is null or { State: HandoffState.Left },
                    LifecycleState.Waiting => outcome.Conversation.Handoff is { State: HandoffState.Waiting, Counsellor: null },
                    LifecycleState.WithCounsellor => outcome.Conversation.Handoff is { State: HandoffState.Taken, Counsellor: not null },
                    LifecycleState.Closed => outcome.Conversation.Handoff is { State: HandoffState.Closed, EndedAt: not null },
                    _ => false,
                }).ShouldBeTrue();

                // A child whom the dialogs answer is always answered; after STOP no dialog speaks.
                if (step is Step.Writes && before.Lifecycle == LifecycleState.Automated && !outcome.Conversation.OptedOut)
                    outcome.Said.ShouldNotBeEmpty();
                if (step is Step.Writes { Texts.Length: 1 } && before is { Lifecycle: LifecycleState.Automated, OptedOut: true } && outcome.Conversation.OptedOut)
                    outcome.Said.ShouldAllBe(said => said.Text.Contains(" system.stopped", StringComparison.Ordinal) || said.Text.Contains(" stop.", StringComparison.Ordinal) || said.Text.Contains(" help.", StringComparison.Ordinal) || said.Text.Contains(" hide.", StringComparison.Ordinal));
            }
        },
        times: 300);

    [Fact]
    public void The_lifecycle_has_these_edges_and_no_others()
    {
        var found =
            from state in Enum.GetValues<LifecycleState>()
            from trigger in Enum.GetValues<LifecycleTrigger>()
            where ConversationLifecycle.Allows(state, trigger)
            select (state, ConversationLifecycle.Next(state, trigger));

        found.ShouldBe(Edges, ignoreOrder: true);
        Enum.GetValues<LifecycleState>().Where(ConversationLifecycle.BotMaySpeak).ShouldBe([LifecycleState.Automated]);
    }

    [Fact]
    public void A_trigger_that_is_not_allowed_throws() =>
        Should.Throw<InvalidOperationException>(() => ConversationLifecycle.Next(LifecycleState.Closed, LifecycleTrigger.Take));

    [Fact]
    public void The_lifecycle_draws_itself() => ConversationLifecycle.ToMermaid().ShouldContain("WithCounsellor");

    /// <summary>The outcome, or null if a counsellor was refused.</summary>
    private static TurnOutcome? Run(Step step, Talk talk, ref long ordinal)
    {
        switch (step)
        {
            case Step.Writes writes:
                var messages = new List<PendingMessage>();
                foreach (var text in writes.Texts)
                    messages.Add(new PendingMessage(++ordinal, text, text.Length == 0 ? 1 : 0, AnsweredByCarrier: false));
                talk.Hears([.. messages]);
                return talk.Outcome;
            case Step.CarrierAnswers carrier:
                var said = talk.Hears(new PendingMessage(++ordinal, carrier.Text, 0, AnsweredByCarrier: true));
                if (carrier.Text != "yes") // the carrier's START, and an answer
                    said.ShouldBeEmpty();
                return talk.Outcome;
            case Step.Fails fails:
                var outcome = Turn.Failed(talk.Conversation, [new PendingMessage(++ordinal, fails.Text, 0, AnsweredByCarrier: false)], [], talk.Dialogs, talk.Triage, talk.Now);
                talk.Conversation = outcome.Conversation;
                return outcome;
            case Step.Acts acts:
                var result = acts.Action switch
                {
                    "take" => CounsellorTurn.Take(talk.Conversation, acts.Who, talk.Phrases, talk.Now),
                    "reply" => CounsellorTurn.Reply(talk.Conversation, acts.Who, "I am here", talk.Phrases, talk.Now),
                    "requeue" => CounsellorTurn.Requeue(talk.Conversation, acts.Who, talk.Phrases, talk.Now),
                    "low" => CounsellorTurn.SetLevel(talk.Conversation, acts.Who, talk.Conversation.Risk, RiskLevel.Low, "because", talk.Now),
                    "imminent" => CounsellorTurn.SetLevel(talk.Conversation, acts.Who, talk.Conversation.Risk, RiskLevel.Imminent, "because", talk.Now),
                    _ => CounsellorTurn.Close(talk.Conversation, acts.Who, HandoffOutcome.Referred, RiskLevel.Low, "note", talk.Phrases, talk.Now),
                };
                if (result is not CounsellorResult.Done done)
                    return null;
                if (acts.Action != "take")
                    talk.Conversation.Handoff!.Counsellor.ShouldBe(acts.Who);
                talk.Do(done);
                return talk.Outcome;
            case Step.Passes passes:
                talk.Now += passes.Time;
                return null;
            default:
                throw new InvalidOperationException($"Unknown step {step}.");
        }
    }

    private abstract record Step
    {
        public sealed record Writes(string[] Texts) : Step
        {
            public override string ToString() => $"writes {string.Join(" | ", Texts)}";
        }

        public sealed record CarrierAnswers(string Text) : Step;

        public sealed record Fails(string Text) : Step;

        public sealed record Acts(string Action, CounsellorId Who) : Step;

        public sealed record Passes(TimeSpan Time) : Step;
    }
}

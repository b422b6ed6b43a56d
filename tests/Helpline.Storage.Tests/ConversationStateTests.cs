using System.Collections.Immutable;
using System.Text;
using Helpline.Conversations;
using Helpline.Conversations.Pacing;
using Helpline.Dialogs;
using Helpline.Dialogs.Lint;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Sql;
using Helpline.Tests.Dialogs;

namespace Helpline.Storage.Tests;

/// <summary>What is stored of a conversation's dialogs.</summary>
public class ConversationStateTests
{
    [Fact]
    public void It_is_read_as_it_was_written()
    {
        var conversation = Conversation(new DialogPosition("extra.start") { Callers = [new Frame("story.after", AsksOnly: false), new Frame("extra.start", AsksOnly: true)] }) with
        {
            Silences = 1,
            FollowUp = "check_in.hello",
            BeganAt = DateTimeOffset.UnixEpoch,
        };

        var state = ConversationState.Parse(ConversationState.Of(conversation).ToJson());

        state.Position.ShouldBe(conversation.Position);
        (state.Silences, state.FollowUp, state.BeganAt, state.Misses, state.Steps).ShouldBe((1, "check_in.hello", DateTimeOffset.UnixEpoch, 2, RiskSteps.Thought));
        state.Facts.ShouldBe(conversation.Facts);
    }

    [Fact]
    public void A_pace_is_read_as_it_was_written_and_stays_small()
    {
        var pace = new AnswerPace
        {
            AnsweredAt = DateTimeOffset.UnixEpoch,
            Said = new SaidSketch("AAAA"),
            Used = 1.5,
            Delays = 2,
            Owed = new OwedAnswer("hello", BeginsAnew: true, HasAttachments: true),
            Last = new Fingerprint(uint.MaxValue, 2, 3),
            Earlier = new Fingerprint(4, 5, 6),
            Evidence = 3,
            Repeats = 4,
            ShownToHuman = true,
            Silence = new LoopSilence(LoopKind.Echo, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1)),
        };

        PaceState.Parse(PaceState.ToJson(pace).ShouldNotBeNull()).ShouldBe(pace);
        PaceState.ToJson(AnswerPace.Fresh).ShouldBeNull();
        Encoding.UTF8.GetByteCount(PaceState.ToJson(pace with { Owed = null, Said = SaidSketch.Of([]) })!).ShouldBeLessThan(450);
    }

    [Fact]
    public void What_the_last_version_wrote_is_understood()
    {
        var state = ConversationState.Parse("""{"State":"language.start","Caller":"pictures.start","Facts":{"language":"ur"},"Misses":1,"Steps":1}""");

        state.Position.ShouldBe(new DialogPosition("language.start") { Callers = [new Frame("pictures.start", AsksOnly: true)] });
        state.Facts["language"].ShouldBe("ur");
        ConversationState.Parse("""{"State":null,"Caller":null,"Facts":{},"Misses":0,"Steps":0}""").Position.ShouldBe(DialogPosition.Start);
    }

    [Fact]
    public void A_childs_urdu_words_take_two_bytes_a_letter()
    {
        var conversation = Conversation(new DialogPosition("plan.start"));
        var more = conversation with { Facts = conversation.Facts.Add("my_calm", new string('ب', 80)) };

        (Bytes(more) - Bytes(conversation)).ShouldBe((80 * 2) + "\"my_calm\":\"\",".Length);
    }

    [Fact]
    public void The_last_versions_frames_and_times_are_understood()
    {
        var state = ConversationState.Parse("""{"State":"a.b","Callers":[{"State":"c.d","AsksOnly":true},{"State":"e.f"}],"Facts":{},"Misses":0,"Steps":0,"BeganAt":"1970-01-01T00:00:01+00:00"}""");

        state.Position.ShouldBe(new DialogPosition("a.b") { Callers = [new Frame("c.d", AsksOnly: true), new Frame("e.f", AsksOnly: false)] });
        state.BeganAt.ShouldBe(DateTimeOffset.UnixEpoch.AddSeconds(1));
    }

    [Theory]
    [InlineData("ب")]
    [InlineData("😔")]
    [InlineData("\"")]
    [InlineData("\n")]
    [InlineData("क")]
    [InlineData("w")]
    public void The_shipped_dialogs_fill_less_than_a_kilobyte_whatever_a_child_writes(string letter)
    {
        var library = ShippedDialogs.Library;
        var longest = library.States.Keys.MaxBy(name => name.Length)!;
        var facts = new Dictionary<string, string>();
        foreach (var state in library.States.Values)
        {
            foreach (var (fact, value) in state.Set.Where(set => set.Value.Length > facts.GetValueOrDefault(set.Key, "").Length))
                facts[fact] = value;
            if (state.Ending is Helpline.Dialogs.Ending.Ask { Free: { Kind: AnswerKind.Text } free })
                facts[free.Fact] = AnswerMatcher.Tell("a" + string.Concat(Enumerable.Repeat(letter, 200)), free, library.Phrases).ShouldNotBeNull();
        }

        var conversation = Conversation(new DialogPosition(longest) { Callers = [.. Enumerable.Repeat(new Frame(longest, AsksOnly: true), DialogMachine.MostCallers)] }) with
        {
            Facts = facts.ToImmutableDictionary(),
            Misses = 9,
            Silences = 9,
            Steps = RiskSteps.Thought | RiskSteps.Plan | RiskSteps.Means | RiskSteps.Time,
            FollowUp = library.States.Values.Select(state => state.FollowUp?.Target).OfType<string>().MaxBy(target => target.Length),
            BeganAt = new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero),
        };

        Bytes(conversation).ShouldBeLessThan(StateSizeChecks.MostBytes);
    }

    private static int Bytes(Conversation conversation) => Encoding.UTF8.GetByteCount(ConversationState.Of(conversation).ToJson());

    private static Conversation Conversation(DialogPosition position) => new()
    {
        Id = new ConversationId(Guid.CreateVersion7(DateTimeOffset.UnixEpoch)),
        Contact = new ContactId(Guid.CreateVersion7(DateTimeOffset.UnixEpoch)),
        Position = position,
        Facts = ImmutableDictionary<string, string>.Empty.Add("language", "ur"),
        Misses = 2,
        Steps = RiskSteps.Thought,
    };
}

using Helpline.Conversations;
using Helpline.Dialogs;

namespace Helpline.Tests.Conversations;

/// <summary>Files change while children are in the middle of a dialog.</summary>
public sealed class LiveDialogsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly DialogEngine _before = TestLibrary.Engine;
    private readonly DialogEngine _after = new(new TestLibrary().Replace("phrases/en/pictures.yaml", "en pictures.keep", "NEW pictures.keep").Read());
    private readonly LiveDialogs _live;

    public LiveDialogsTests() => _live = new LiveDialogs(_before, TestLibrary.Triage);

    [Fact]
    public void A_conversation_goes_on_as_it_began_and_a_new_one_begins_with_the_newest()
    {
        var old = Hears(At("menu.start"), "pictures");
        _live.Renew(_after, TestLibrary.Triage);

        _live.Of(old, Now).ShouldBe(_before);
        Hears(old, "no", expected: "en pictures.keep");
        _live.Of(Talk.New(), Now).ShouldBe(_after);
        Hears(Hears(At("menu.start"), "pictures"), "no", expected: "NEW pictures.keep");
    }

    [Fact]
    public void A_dialog_that_has_ended_begins_again_with_the_newest()
    {
        var ended = Hears(Hears(Hears(At("menu.start"), "pictures"), "no"), "done");
        ended.Revision.ShouldBeEmpty();
        _live.Renew(_after, TestLibrary.Triage);
        _live.Of(ended, Now).ShouldBe(_after);
    }

    [Fact]
    public void A_question_that_nobody_remembers_begins_again_with_the_newest()
    {
        var old = Hears(At("menu.start"), "pictures");
        _live.Renew(_after, TestLibrary.Triage);
        _live.Of(old, Now + Turn.Idle).ShouldBe(_before);
        _live.Of(old, Now + Turn.Idle + TimeSpan.FromMinutes(1)).ShouldBe(_after);
    }

    [Fact]
    public void A_follow_up_that_was_promised_comes_although_the_newest_has_no_such_state()
    {
        var promised = At("menu.start") with { Position = new DialogPosition("pictures.rest"), FollowUp = "pictures.start", Revision = _before.Library.Revision };
        _live.Renew(_after, TestLibrary.Triage);
        _live.Of(promised, Now).ShouldBe(_after, "the newest has it too");

        var without = new TestLibrary().Without("flows/bullying.yaml").Replace("flows/menu.yaml", "      bullying: bullying.start\n", "");
        foreach (var language in TestLibrary.Engine.Library.Languages)
            without.Without($"phrases/{language}/bullying.yaml");
        _live.Renew(new DialogEngine(without.Read()), TestLibrary.Triage);
        _live.Of(promised with { FollowUp = "bullying.start" }, Now).ShouldBe(_before);
    }

    [Fact]
    public void A_revision_that_is_not_to_be_had_any_more_leads_to_the_newest_and_never_to_silence()
    {
        var lost = At("menu.start") with { Position = new DialogPosition("gone.asked"), Revision = "0123456789abcdef" };
        _live.Of(lost, Now).ShouldBe(_before);
        Hears(lost, "1", expected: "en menu.welcome_back");
    }

    [Fact]
    public void Older_revisions_are_let_go()
    {
        var old = Hears(At("menu.start"), "pictures");
        _live.Renew(_after, TestLibrary.Triage);
        _live.Has(_before.Library.Revision).ShouldBeTrue();

        _live.Keep(new HashSet<string>());

        _live.Has(_before.Library.Revision).ShouldBeFalse();
        _live.Of(old, Now).ShouldBe(_after);
        _live.Add(_before);
        _live.Of(old, Now).ShouldBe(_before);
    }

    [Fact]
    public void Going_back_to_files_that_were_there_before_keeps_both()
    {
        _live.Renew(_after, TestLibrary.Triage);
        var middle = Hears(At("menu.start"), "pictures");
        _live.Renew(_before, TestLibrary.Triage);
        _live.Newest.ShouldBe(_before);
        _live.Of(middle, Now).ShouldBe(_after);
    }

    [Fact]
    public void Lexicons_make_no_revision_and_words_do()
    {
        var rules = new TestLibrary().Append("risk/en.yaml", "# a remark").Read();
        rules.Revision.ShouldBe(_before.Library.Revision);
        _after.Library.Revision.ShouldNotBe(_before.Library.Revision);
    }

    [Fact]
    public void A_kept_revision_is_read_again_from_its_sources()
    {
        var again = DialogReader.ReadAgain(_after.Library.Sources);
        again.Revision.ShouldBe(_after.Library.Revision);
        again.States.Count.ShouldBe(_after.Library.States.Count);
        Should.Throw<DialogLibraryException>(() => DialogReader.ReadAgain([new DialogSource("flows/old.yaml", "something: else")]));
    }

    private static Conversation At(string state) => Talk.At(state).Conversation with { LastHeardAt = Now };

    private Conversation Hears(Conversation conversation, string text, string? expected = null)
    {
        var outcome = Turn.Run(conversation, [new PendingMessage(1, text, 0, AnsweredByCarrier: false)], [], _live.Of(conversation, Now), _live.Triage, Now);
        if (expected is not null)
            outcome.Said.ShouldContain(said => said.Text == expected);
        return outcome.Conversation;
    }
}

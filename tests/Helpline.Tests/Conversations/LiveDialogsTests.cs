using Helpline.Conversations;
using Helpline.Dialogs;

namespace Helpline.Tests.Conversations;

/// <summary>Files change while children are in the middle of a dialog.</summary>
public sealed class LiveDialogsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly DialogEngine _before = TestLibrary.Engine;
    private readonly DialogEngine _after = new(After().Read());
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

    [Theory]
    [InlineData("menu")]
    [InlineData("start")]
    public void Who_goes_back_to_the_menu_gets_the_newest(string word)
    {
        var old = Hears(At("menu.start"), "pictures");
        _live.Renew(_after, TestLibrary.Triage);

        var moved = Hears(old, word, expected: Menu(_after));

        moved.Revision.ShouldBe(_after.Library.Revision);
        moved.Position.ShouldBe(new DialogPosition("menu.start"));
        Hears(Hears(moved, "1"), "no", expected: "NEW pictures.keep");
    }

    [Fact]
    public void What_is_said_on_the_way_to_the_menu_is_said_once_and_the_menu_too()
    {
        var old = Hears(At("menu.start"), "pictures");
        _live.Renew(_after, TestLibrary.Triage);

        Turn.Run(old, [new PendingMessage(1, "start", 0, false), new PendingMessage(2, "pictures", 0, false), new PendingMessage(3, "no", 0, false)], [], _live.Of(old, Now), _live.Triage, Now, _live.Newest)
            .Said.Select(said => said.Text.Split('\n')[0]).ShouldBe(["NEW menu.what", "en pictures.not_your_fault", "en pictures.do_not_pay", "en pictures.paid", "NEW pictures.keep", "en pictures.more"]);
    }

    [Fact]
    public void The_menu_of_an_older_revision_is_answered_as_it_was_asked()
    {
        var asked = Hears(Hears(At("menu.start"), "pictures"), "menu");
        var reordered = new TestLibrary().Replace("flows/menu.yaml", "      pictures: pictures.start\n      bullying: bullying.start\n", "      bullying: bullying.start\n      pictures: pictures.start\n").Read();
        _live.Renew(new DialogEngine(reordered), TestLibrary.Triage);

        Hears(asked, "1").Position.State.ShouldBe("pictures.start");
    }

    [Fact]
    public void A_follow_up_that_only_the_older_revision_has_is_not_lost_at_the_menu()
    {
        var promised = Hears(At("menu.start"), "pictures") with { FollowUp = "pictures.start" };
        _live.Renew(new DialogEngine(After().Replace("flows/pictures.yaml", "start: start", "start: begin").Replace("flows/pictures.yaml", "  start:\n", "  begin:\n").Replace("flows/menu.yaml", "pictures.start", "pictures.begin").Read()), TestLibrary.Triage);

        Hears(promised, "menu", expected: Menu(_before)).Revision.ShouldBe(_before.Library.Revision);
    }

    [Fact]
    public void Who_hides_is_not_brought_into_the_open_by_newer_files()
    {
        var hidden = Hears(At("menu.start"), "menu");
        hidden = hidden with { Facts = hidden.Facts.SetItem(FactNames.Discreet, "true") };
        _live.Renew(new DialogEngine(After().Replace("flows/menu.yaml", "    ask: what", "    set: {discreet: \"false\"}\n    ask: what").Read()), TestLibrary.Triage);

        Hears(hidden, "hmmmm").Discreet.ShouldBeTrue();
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

        _live.Forget(_live.Older);

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

    [Theory]
    [InlineData("phrases/en/system.yaml", "failure:")]
    [InlineData("flows/root.yaml", "hide:")]
    public void A_revision_without_what_this_version_says_and_knows_is_not_read_again(string file, string line)
    {
        var sources = _after.Library.Sources.Select(source => source.Path == file
            ? source with { Text = string.Join('\n', source.Text.Split('\n').Where(text => !text.TrimStart().StartsWith(line, StringComparison.Ordinal))) }
            : source).ToList();
        Should.Throw<DialogLibraryException>(() => DialogReader.ReadAgain(sources));
    }

    private static TestLibrary After() =>
        new TestLibrary().Replace("phrases/en/pictures.yaml", "en pictures.keep", "NEW pictures.keep").Replace("phrases/en/menu.yaml", "en menu.what", "NEW menu.what");

    private static string Menu(DialogEngine dialogs) =>
        dialogs.Phrases.Question(Languages.English, dialogs.OpenQuestion(new DialogPosition("menu.start"))!);

    private static Conversation At(string state) => Talk.At(state).Conversation with { LastHeardAt = Now };

    private Conversation Hears(Conversation conversation, string text, string? expected = null)
    {
        var outcome = Turn.Run(conversation, [new PendingMessage(1, text, 0, AnsweredByCarrier: false)], [], _live.Of(conversation, Now), _live.Triage, Now, _live.Newest);
        if (expected is not null)
            outcome.Said.ShouldContain(said => said.Text == expected);
        return outcome.Conversation;
    }
}

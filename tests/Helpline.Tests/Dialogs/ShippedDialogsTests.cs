using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Risk;

namespace Helpline.Tests.Dialogs;

/// <summary>The library that is shipped, in dialogs/: only what the product promises, so that content can change freely.</summary>
public class ShippedDialogsTests
{
    private static readonly Lazy<DialogLibrary> Shipped = new(() =>
    {
        var root = Path.Combine(RepositoryRoot(), "dialogs");
        string[] places = ["flows", "phrases", "risk", "resources"];
        return DialogReader.Read([.. places
            .Select(place => Path.Combine(root, place))
            .Where(Directory.Exists)
            .SelectMany(place => Directory.EnumerateFiles(place, "*.yaml", SearchOption.AllDirectories))
            .Select(file => new DialogSource(Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file)))]);
    });

    private static readonly Lazy<DialogEngine> Engine = new(() => new DialogEngine(Shipped.Value));

    private static readonly Lazy<Triage> Triage = new(() => new Triage(Shipped.Value.Lexicons));

    public static TheoryData<string, string> WordsInLanguages
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var language in Languages.All)
                foreach (var word in GlobalWords.Required)
                    data.Add(language, word);
            return data;
        }
    }

    [Fact]
    public void The_library_loads_without_problems() => Should.NotThrow(() => Shipped.Value);

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
    public void A_promised_flow_exists(string flow) => Shipped.Value.Flows.Keys.ShouldContain(flow);

    [Theory]
    [MemberData(nameof(WordsInLanguages))]
    public void Every_global_word_is_answered_in_every_state_and_language(string language, string word)
    {
        foreach (var state in Shipped.Value.States.Keys)
        {
            var conversation = Talk.New() with
            {
                Position = new DialogPosition(state),
                Facts = Talk.New().Facts.SetItem(FactNames.Language, language),
                LastHeardAt = DateTimeOffset.UnixEpoch,
            };

            var outcome = Turn.Run(conversation, [new PendingMessage(1, Shipped.Value.Phrases.Label(language, word), 0, false)], [], Engine.Value, Triage.Value, DateTimeOffset.UnixEpoch);

            outcome.Said.ShouldNotBeEmpty($"'{word}' in {state}");
            if (word == GlobalWords.Human)
                outcome.Conversation.Lifecycle.ShouldBeOneOf(LifecycleState.Waiting, LifecycleState.Automated);
        }
    }

    [Fact]
    public void The_carriers_words_for_stopping_all_stop()
    {
        foreach (var word in new[] { "STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL" })
            AnswerMatcher.GlobalWord(word, Shipped.Value).ShouldBe("stop", word);
    }

    [Fact]
    public void Every_danger_has_a_safe_message_in_every_language()
    {
        foreach (var language in Languages.All)
            foreach (var danger in Enum.GetValues<Danger>())
                Shipped.Value.Phrases.Text(language, SystemPhrases.Safety(danger)).ShouldNotBeNullOrWhiteSpace();
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

    private static string RepositoryRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Helpline.sln")))
                return directory.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Helpline.sln.");
    }
}

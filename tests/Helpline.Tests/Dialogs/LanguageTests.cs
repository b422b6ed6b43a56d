using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Messages;
using Helpline.Rehearsals;

namespace Helpline.Tests.Dialogs;

/// <summary>A fourth language is prepared and goes live by files alone.</summary>
public class LanguageTests
{
    private const string Sindhi = "sd";

    /// <summary>"I need help, what can I do?", with letters that Urdu does not have.</summary>
    private const string AskedInSindhi = "مون کي مدد گهرجي ڇا ڪجي";

    private static readonly Dictionary<string, string> SindhiAnswers = new()
    {
        ["yes"] = "ها",
        ["no"] = "نه",
        ["pictures"] = "تصويرون",
        ["bullying"] = "تنگ ڪرڻ",
        ["person"] = "ڪنهن ماڻهو سان",
        ["again"] = "ٻيهر",
        ["done"] = "بس ڪيو",
        ["english"] = "انگريزي ٻولي",
        ["urdu"] = "اردو ٻولي",
        ["roman"] = "رومن ٻولي",
        ["sindhi"] = "سنڌي",
        ["stop"] = "بند ڪريو",
        ["start"] = "شروع ڪريو",
        ["help"] = "مدد ڪريو",
        ["human"] = "ماڻهو",
        ["language"] = "ٻولي",
        ["hide"] = "لڪايو",
        ["menu"] = "فهرست",
    };

    [Fact]
    public void A_complete_language_is_offered_after_the_others()
    {
        var talk = Talk.At("pictures.start", Live());

        talk.Hears("language").ShouldBe(["en language.which\n1 English\n2 Urdu\n3 Roman Urdu\n4 Sindhi"]);
        talk.Hears("4").ShouldBe(["سنڌي ٻولي pictures.paid\n1 ها\n2 نه"]);
        talk.Conversation.Language.ShouldBe(Sindhi);
        talk.Hears("ها").ShouldContain("سنڌي ٻولي pictures.paid_yes");
    }

    [Theory]
    [InlineData("سنڌي")]
    [InlineData("چار")]
    [InlineData("4")]
    [InlineData("۴")]
    public void It_is_chosen_by_its_name_and_by_its_numbers(string answer)
    {
        var talk = Talk.At("language.start", Live());

        talk.Hears(answer);

        talk.Conversation.Language.ShouldBe(Sindhi);
    }

    [Fact]
    public void Its_words_work_everywhere_and_in_every_language()
    {
        var talk = Talk.At("pictures.start", Live());

        talk.Hears("فهرست").ShouldBe([talk.Question("menu.start")]);
        talk.Hears("تصويرون");
        talk.State.ShouldBe("pictures.start");
        talk.Hears("ماڻهو");
        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
    }

    [Fact]
    public void It_is_guessed_by_letters_that_only_it_has()
    {
        Guessed(Live(), AskedInSindhi).ShouldBe(Sindhi);
        Guessed(Live(), "مجھے مدد چاہیے").ShouldBe(Languages.Urdu);
        Guessed(Live(), "salam mujhe madad chahiye").ShouldBe(Languages.RomanUrdu);
        Guessed(Live(), "i need advice").ShouldBe(Languages.English);
    }

    [Fact]
    public void It_runs_from_right_to_left_in_segments_of_70()
    {
        var phrases = Live().Read().Phrases;

        Languages.Of(Sindhi)!.IsRightToLeft.ShouldBeTrue();
        Languages.IsInArabicScript(Sindhi).ShouldBeTrue();
        SmsSegments.Of(phrases.Text(Sindhi, "help.words")).Encoding.ShouldBe(SmsEncoding.Ucs2);
        Live().Replace("phrases/sd/help.yaml", "help.words", new string('ڪ', 130)).Problems().ShouldContain(problem => problem.File == "phrases/sd/help.yaml" && problem.Message.Contains("'help.words' in sd takes 3 SMS segments", StringComparison.Ordinal));
    }

    [Fact]
    public void What_it_lacks_once_it_is_live_is_an_error()
    {
        Live().Replace("phrases/sd/help.yaml", "words:", "wordz:").Problems().ShouldContain(problem => !problem.IsWarning && problem.Message.StartsWith("the phrase 'help.words' is missing in sd", StringComparison.Ordinal));
        Live().Replace("phrases/sd/answers.yaml", "yes:", "yess:").Problems().ShouldContain(problem => !problem.IsWarning && problem.Message.StartsWith("the answer 'yes' has no label in sd", StringComparison.Ordinal));
        Live().Replace("resources/pk.yaml", "sd: \"پوليس\", ", "").Problems().ShouldContain(problem => !problem.IsWarning && problem.Message == "'police' has no name in sd");
        Live().Replace("languages.yaml", "without_lexicon: [sd]", "").Problems().ShouldHaveSingleItem().File.ShouldBe("risk/sd.yaml");
    }

    [Fact]
    public void Without_a_lexicon_its_messages_are_read_by_all_others_and_somebody_is_told()
    {
        var talk = Talk.At("menu.start", Live());
        talk.Knows(FactNames.Language, Sindhi);

        talk.Hears("مان main marna chahti hun");

        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
        Live().Read().Warnings.ShouldContain(warning => warning.Message.StartsWith("'sd' has no lexicon", StringComparison.Ordinal));
    }

    [Fact]
    public void Talks_in_it_are_explored()
    {
        var dialogs = new DialogEngine(Live()
            .Replace("flows/bullying.yaml", "    handoff: {reason: bullying, level: low}", "    ask: who\n    text: {fact: who, go: rest}\n  rest:\n    handoff: {reason: bullying, level: low}")
            .AppendPhrase("bullying", "who")
            .Append("phrases/sd/bullying.yaml", "who: \"سنڌي ٻولي bullying.who\"")
            .Read());

        var talks = new Explorer(dialogs, new Stage(dialogs, new Helpline.Risk.Triage(dialogs.Library.Lexicons))).Explore("bullying", Sindhi, []);

        talks.SelectMany(talk => talk.Lines).Select(line => line.Text).ShouldContain("سنڌي ٻولي bullying.who");
    }

    [Fact]
    public void A_language_in_preparation_is_offered_to_nobody()
    {
        var library = Prepared();
        var talk = Talk.At("pictures.start", library);

        library.Read().Languages.ShouldBe(TestLibrary.Languages);
        talk.Hears("فهرست").ShouldNotContain(talk.Question("menu.start"));
        Guessed(library, AskedInSindhi).ShouldBe(Languages.Urdu);
    }

    [Fact]
    public void What_a_language_in_preparation_lacks_is_counted_and_its_mistakes_are_warnings()
    {
        var library = Prepared()
            .With("phrases/sd/menu.yaml", $"what: \"{new string('ڪ', 135)}\"\nattic: \"ڪو نه\"\n")
            .With("phrases/sd/person.yaml", "want: [broken\n");

        var warnings = library.Read().Warnings;

        warnings.Single(warning => warning.File == "languages.yaml").Message.ShouldBe($"Sindhi is in preparation and lacks {SystemPhrases.All.Count + PagePhrases.All.Count + 14} of {SystemPhrases.All.Count + PagePhrases.All.Count + 16} phrases, 16 of 17 answers, 1 of 2 names in the directory");
        warnings.ShouldContain(warning => warning.File == "phrases/sd/menu.yaml" && warning.Message.StartsWith("'menu.what' in sd takes 3 SMS segments", StringComparison.Ordinal));
        warnings.ShouldContain(warning => warning.File == "phrases/sd/menu.yaml" && warning.Message.StartsWith("no state says 'menu.attic'", StringComparison.Ordinal));
        warnings.ShouldContain(warning => warning.File == "phrases/sd/person.yaml" && warning.Message.StartsWith("not valid YAML", StringComparison.Ordinal));
        warnings.Count.ShouldBe(4);
    }

    [Fact]
    public void A_child_whose_language_is_taken_back_is_told_in_the_first()
    {
        var talk = Talk.At("pictures.start");
        talk.Knows(FactNames.Language, Sindhi);

        talk.Hears("menu").ShouldBe([talk.Question("menu.start", Languages.English)]);
    }

    [Theory]
    [InlineData("زه مرستې ته اړتیا لرم", "ps")]
    [InlineData(AskedInSindhi, Sindhi)]
    [InlineData("مجھے مدد چاہیے", Languages.Urdu)]
    [InlineData("mujhe madad chahiye", Languages.RomanUrdu)]
    [InlineData("hello", Languages.English)]
    public void Any_text_is_shown_as_the_language_that_it_seems_to_be_in(string text, string language) => Languages.Guess(text).ShouldBe(language);

    private static string? Guessed(TestLibrary library, string text)
    {
        var talk = new Talk(library);
        talk.Hears(text);
        return talk.Conversation.Language;
    }

    /// <summary>A library in which Sindhi has begun: one answer, one name in the directory, two phrases.</summary>
    private static TestLibrary Prepared() => new TestLibrary()
        .Append("languages.yaml", "preparing: [sd]")
        .With("phrases/sd/answers.yaml", "menu: {label: \"فهرست\"}")
        .With("phrases/sd/help.yaml", "words: \"سنڌي ٻولي help.words\"")
        .With("phrases/sd/menu.yaml", "what: \"سنڌي ٻولي menu.what\"")
        .Replace("resources/pk.yaml", "name: {en: \"Police\", ", "name: {en: \"Police\", sd: \"پوليس\", ");

    /// <summary>A library that is complete in Sindhi.</summary>
    private static TestLibrary Live()
    {
        var library = new TestLibrary()
            .With("languages.yaml", "live: [en, ur, ur-Latn, sd]\nwithout_lexicon: [sd]")
            .Replace("flows/language.yaml", "      roman: roman\n", "      roman: roman\n      sindhi: sindhi\n")
            .Append("flows/language.yaml", "  sindhi:\n    set: {language: sd}\n    return: true")
            .Append("phrases/en/answers.yaml", "sindhi: {label: \"Sindhi\"}")
            .Append("phrases/ur/answers.yaml", "sindhi: {label: \"سندھی\"}")
            .Append("phrases/ur-Latn/answers.yaml", "sindhi: {label: \"Sindhi zaban\"}")
            .Replace("resources/pk.yaml", "name: {en: \"Police\", ", "name: {en: \"Police\", sd: \"پوليس\", ")
            .Replace("resources/pk.yaml", "label: {en: \"Punjab\", ", "label: {en: \"Punjab\", sd: \"پنجاب\", ");
        foreach (var source in library.Sources.Where(source => source.Path.StartsWith("phrases/en/", StringComparison.Ordinal) && !source.Path.EndsWith("answers.yaml", StringComparison.Ordinal)))
            library.With(source.Path.Replace("/en/", "/sd/", StringComparison.Ordinal), source.Text.Replace("\"en ", "\"سنڌي ٻولي ", StringComparison.Ordinal));
        return library.With("phrases/sd/answers.yaml", string.Join('\n', SindhiAnswers.Select(answer => $"{answer.Key}: {{label: \"{answer.Value}\"}}")));
    }
}

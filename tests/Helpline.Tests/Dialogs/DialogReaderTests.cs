using System.Globalization;
using Helpline.Dialogs;

namespace Helpline.Tests.Dialogs;

/// <summary>Every mistake that an author can make, each at its place and with words that help.</summary>
public class DialogReaderTests
{
    /// <summary>A mistake: what is changed in which file, and what is then complained of where.</summary>
    /// <param name="Name">Shown when it fails.</param>
    /// <param name="Spoil">Makes the mistake.</param>
    /// <param name="File">The file that is named.</param>
    /// <param name="At">The text of that file at whose beginning the problem points.</param>
    /// <param name="Says">What the message says.</param>
    private sealed record Mistake(string Name, Func<TestLibrary, TestLibrary> Spoil, string File, string At, string Says, bool Alone = true);

    private static readonly Mistake[] Mistakes =
    [
        // YAML itself
        new("a file that is a list", library => library.With("flows/help.yaml", "- one"), "flows/help.yaml", "- one", "must be one YAML mapping", Alone: false),
        new("an empty file", library => library.With("flows/help.yaml", ""), "flows/help.yaml", "", "must be one YAML mapping", Alone: false),
        new("a duplicate key", library => library.Append("phrases/en/help.yaml", "words: \"again\""), "phrases/en/help.yaml", "words: \"again\"", "not valid YAML: Duplicate key", Alone: false),
        new("an anchor", library => library.Replace("phrases/en/help.yaml", "words: ", "words: &same "), "phrases/en/help.yaml", "&same", "anchors (&name) and aliases (*name) are not allowed", Alone: false),
        new("a tag", library => library.Replace("phrases/en/help.yaml", "words: ", "words: !!str "), "phrases/en/help.yaml", "!!str", "tags (!name) are not allowed", Alone: false),
        new("a file in the wrong place", library => library.With("phrases/fr/help.yaml", "a: b"), "phrases/fr/help.yaml", "a: b", "languages.yaml does not name the language 'fr'; write it under live, or under preparing while it is translated"),
        new("a file where nobody reads", library => library.With("attic/help.yaml", "a: b"), "attic/help.yaml", "a: b", "nobody reads a file here; the places are languages.yaml, flows/, phrases/<language>/, risk/ and resources/"),
        new("a file that is too large", library => library.With("flows/help.yaml", "# " + new string('x', 512 * 1024)), "flows/help.yaml", "", "split it, 524288 is the limit", Alone: false),

        // languages
        new("no languages", library => library.Without("languages.yaml"), "languages.yaml", "", "the file is missing; it names the languages that children are offered"),
        new("a language that nobody knows", library => library.Replace("languages.yaml", "ur-Latn]", "ur-Latn, xx]"), "languages.yaml", "xx", "'xx' is not known here; the languages are en, ur, ur-Latn, sd, ps"),
        new("a language that is live and in preparation", library => library.Append("languages.yaml", "preparing: [ur]"), "languages.yaml", "ur]\n", "'ur' stands here twice"),
        new("a language that is live and cannot be chosen", library => library.Replace("flows/language.yaml", "set: {language: ur-Latn}", "set: {language: ur}"), "languages.yaml", "ur-Latn", "no state sets the language 'ur-Latn'; children could not choose it"),
        new("a language that can be chosen and is not live", library => library.Replace("flows/language.yaml", "set: {language: en}", "set: {language: en, other: a}\n    go: more\n  more:\n    set: {language: ps}"), "flows/language.yaml", "more:\n", "the state sets the language 'ps', which is not live; languages.yaml says which are"),
        new("an excuse for a lexicon that is there", library => library.Append("languages.yaml", "without_lexicon: [ur]"), "languages.yaml", "ur]\n", "'ur' has a lexicon; remove it here"),

        // flows
        new("an unknown key", library => library.Replace("flows/help.yaml", "say: [words]", "sya: [words]"), "flows/help.yaml", "sya", "unknown key 'sya'; the keys here are set, forget, say, refer, follow_up, ask, options, text, number, age, place, silence, branch, go, call, then, handoff, return, end"),
        new("a flow with another name", library => library.Replace("flows/help.yaml", "flow: help", "flow: halp"), "flows/help.yaml", "halp", "the flow is called 'halp' but the file 'help.yaml'"),
        new("a flow without a title", library => library.Replace("flows/help.yaml", "title: Help\n", ""), "flows/help.yaml", "flow", "title is missing"),
        new("a start that is no state", library => library.Replace("flows/help.yaml", "start: start", "start: begin"), "flows/help.yaml", "begin", "there is no state 'begin' in this flow"),
        new("a flow without states", library => library.With("flows/help.yaml", "flow: help\ntitle: Help\nstart: start"), "flows/help.yaml", "flow", "states is missing", Alone: false),
        new("a dead end", library => library.Replace("flows/bullying.yaml", "    handoff: {reason: bullying, level: low}\n", ""), "flows/bullying.yaml", "start:\n    say", "the state 'start' is a dead end; end it with ask, branch, go, call, handoff, return or end"),
        new("two endings", library => library.Replace("flows/help.yaml", "return: true", "return: true\n    end: true"), "flows/help.yaml", "start:\n    say", "the state 'start' has 2 endings; keep one of"),
        new("a question without options", library => library.Replace("flows/person.yaml", "    options:\n      yes: start\n      no: back\n", ""), "flows/person.yaml", "want", "a question needs options (answer id: state)"),
        new("options without a question", library => library.Replace("flows/person.yaml", "    ask: want\n", ""), "flows/person.yaml", "yes: start", "options without ask", Alone: false),
        new("an unknown level", library => library.Replace("flows/bullying.yaml", "level: low", "level: lowish"), "flows/bullying.yaml", "lowish", "'lowish' is not a level; it is one of none, low, medium, high, imminent"),
        new("a handoff without a reason", library => library.Replace("flows/bullying.yaml", "reason: bullying, ", ""), "flows/bullying.yaml", "{level", "reason is missing"),
        new("a flag that is neither true nor false", library => library.Replace("flows/help.yaml", "return: true", "return: yes"), "flows/help.yaml", "yes", "expected true or false", Alone: false),

        // the root
        new("no root", library => library.Without("flows/root.yaml"), "flows/root.yaml", "", "the file is missing"),
        new("a root without root", library => library.With("flows/root.yaml", "words: {}"), "flows/root.yaml", "words", "unknown key 'words'; the keys here are root", Alone: false),
        new("a missing global word", library => library.Replace("flows/root.yaml", "    hide: {go: hide.start}\n", ""), "flows/root.yaml", "begin", "the global word 'hide' is missing under words"),
        new("a global word with two effects", library => library.Replace("flows/root.yaml", "{go: hide.start}", "{go: hide.start, call: hide.start}"), "flows/root.yaml", "{go: hide.start, call", "a global word has one of go: flow.state or call: flow.state"),
        new("a global word to nowhere", library => library.Replace("flows/root.yaml", "{call: help.start}", "{call: help.begin}"), "flows/root.yaml", "begin", "there is no state 'help.begin'"),
        new("a beginning that does not exist", library => library.Replace("flows/root.yaml", "welcome.start", "welcome.begin"), "flows/root.yaml", "begin", "there is no state 'welcome.begin'"),
        new("a human word that leads to no handoff", library => library.Replace("flows/root.yaml", "human: {go: person.start}", "human: {go: hide.start}"), "flows/root.yaml", "begin", "the global word 'human' leads to no handoff: from every state a child must be able to reach a person"),

        // targets and reach
        new("an unknown target", library => library.Replace("flows/menu.yaml", "pictures: pictures.start", "pictures: pictures.begin"), "flows/menu.yaml", "start:\n    ask", "the state 'menu.start' goes to 'pictures.begin', which does not exist"),
        new("an unreachable state", library => library.Append("flows/help.yaml", "  attic:\n    end: true"), "flows/help.yaml", "attic", "nothing leads to the state 'help.attic'"),
        new("a circle of go", library => library.Replace("flows/pictures.yaml", "    ask: more\n    options:\n      again: evidence\n      person: person.start\n      done: rest\n", "    go: rest\n").Replace("flows/pictures.yaml", "    say: [bye]\n    end: true", "    say: [bye, more]\n    go: evidence"), "flows/pictures.yaml", "paid_yes:\n", "from the state 'pictures.paid_yes' it goes in a circle without a question", Alone: false),
        new("too many messages", library => library.Replace("flows/pictures.yaml", "say: [not_your_fault, do_not_pay]", "say: [not_your_fault, do_not_pay, keep]"), "flows/pictures.yaml", "start:\n    say", "entering 'pictures.start' sends 4 messages at once; 3 is the most"),
        new("too many messages along go", library => library.Replace("flows/pictures.yaml", "say: [paid_yes]", "say: [paid_yes, keep]"), "flows/pictures.yaml", "paid_yes:\n", "entering 'pictures.paid_yes' sends 4 messages at once; 3 is the most"),

        new("a circle of branches", library => library.Replace("flows/bullying.yaml", "    say: [sorry]\n    handoff: {reason: bullying, level: low}", "    say: [sorry]\n    branch:\n      - {if: {language: en}, go: start}\n      - {go: menu.start}"), "flows/bullying.yaml", "start:\n    say", "from the state 'bullying.start' it goes in a circle without a question", Alone: false),
        new("a branch without a last way", library => library.Replace("flows/bullying.yaml", "    handoff: {reason: bullying, level: low}", "    branch:\n      - {if: {language: en}, go: menu.start}"), "flows/bullying.yaml", "- {if", "a branch ends with a way that has no condition"),
        new("a condition that is none", library => library.Replace("flows/bullying.yaml", "    handoff: {reason: bullying, level: low}", "    branch:\n      - {if: {language: <old}, go: menu.start}\n      - {go: menu.start}"), "flows/bullying.yaml", "<old", "'<old' is no condition", Alone: false),
        new("a fact that nothing sets", library => library.Replace("flows/bullying.yaml", "    handoff: {reason: bullying, level: low}", "    branch:\n      - {if: {colour: red}, go: menu.start}\n      - {go: menu.start}"), "flows/bullying.yaml", "start:\n    say", "the state 'bullying.start' uses the fact 'colour', which nothing sets"),
        new("facts that fill a conversation's state", library => library.Replace("flows/bullying.yaml", "    say: [sorry]\n", $"    say: [sorry]\n    set: {{story: {new string('x', 900)}}}\n"), "flows/root.yaml", "begin", "a conversation's state may take ", Alone: false),
        new("a call that never comes back", library => library.Replace("flows/bullying.yaml", "    handoff: {reason: bullying, level: low}", "    call: menu.start\n    then: start"), "flows/bullying.yaml", "start:\n    say", "calls 'menu.start', whose flow never returns", Alone: false),
        new("a referral for which there is no line", library => library.Replace("flows/bullying.yaml", "    say: [sorry]\n", "    say: [sorry]\n    refer: {for: bullying, say: sorry}\n"), "flows/bullying.yaml", "start:\n    say", "refers for 'bullying', for which the directory has no line that is valid everywhere", Alone: false),
        new("a question without a way to a person", library => library.Replace("flows/pictures.yaml", "      person: person.start\n", ""), "flows/pictures.yaml", "start:\n    say", "no answer to 'pictures.start' leads to a person", Alone: false),
        new("options without a number or a text", library => library.Replace("flows/person.yaml", "    ask: want", "    ask: want\n    age: {fact: age, from: 9, to: 8, go: back}"), "flows/person.yaml", "8, go", "'8' is no whole number from 9 on", Alone: false),
        new("a time that is none", library => library.Replace("flows/person.yaml", "    ask: want", "    ask: want\n    silence:\n      - {after: soon, go: back}"), "flows/person.yaml", "soon", "'soon' is no time; write 10m, 2h or 3d"),
        new("silence out of order", library => library.Replace("flows/person.yaml", "    ask: want", "    ask: want\n    silence:\n      - {after: 2h, say: want}\n      - {after: 1h, go: back}"), "flows/person.yaml", "{after: 1h", "the steps stand in the order of time"),
        new("a sensitive flow without a safe word", library => library.Replace("flows/pictures.yaml", "title: Pictures", "title: Pictures\nsensitive: true"), "flows/root.yaml", "begin", "the flow 'pictures' is sensitive; safe_word names the state that asks for the safe word"),
        new("a flow over its budget", library => library.Replace("flows/pictures.yaml", "title: Pictures", "title: Pictures\nbudget: 6"), "flows/pictures.yaml", "start:\n    say", "the dearest way through 'pictures' takes 7 segments in en; its budget is 6"),

        // phrases
        new("a phrase that is missing in one language", library => library.Replace("phrases/ur/help.yaml", "words: \"ur help.words\"", "other: \"ur\""), "flows/help.yaml", "start:\n    say", "the phrase 'help.words' is missing in ur; add it to phrases/ur/help.yaml", Alone: false),
        new("a system phrase that is missing", library => library.Replace("phrases/ur-Latn/system.yaml", "failure: ", "failed: "), "flows/root.yaml", "begin", "the phrase 'system.failure' is missing in ur-Latn", Alone: false),
        new("an unused phrase", library => library.Append("phrases/en/help.yaml", "attic: \"Nobody says this.\""), "phrases/en/help.yaml", "attic", "no state says 'help.attic'; remove it or use it"),
        new("an unknown placeholder", library => library.Replace("phrases/en/help.yaml", "en help.words", "Call {polize}."), "phrases/en/help.yaml", "words", "the placeholder {polize} names no fact that is set ({fact.name}) and no line of the referral directory; it has police"),
        new("a phrase with white space around it", library => library.Replace("phrases/en/help.yaml", "en help.words", "Call us. "), "phrases/en/help.yaml", "\"Call", "begins or ends with white space"),
        new("a phrase without text", library => library.Replace("phrases/en/help.yaml", "\"en help.words\"", ""), "phrases/en/help.yaml", " \n", "the text of 'words' is missing", Alone: false),
        new("too many segments", library => library.Replace("phrases/en/help.yaml", "en help.words", new string('a', 307)), "phrases/en/help.yaml", "words", "'help.words' in en takes 3 SMS segments (307 septets; 306 are the most): shorten it"),
        new("too many segments by a curly quote", library => library.Replace("phrases/en/help.yaml", "en help.words", new string('a', 134) + "’"), "phrases/en/help.yaml", "words", "'help.words' in en takes 3 SMS segments (135 UTF-16 units; 134 are the most): shorten it"),
        new("too many segments with the answers", library => library.Replace("phrases/en/menu.yaml", "en menu.what", new string('a', 275)), "phrases/en/menu.yaml", "what", "the question of 'menu.start' with its answers in en takes 3 SMS segments"),
        new("too many segments when asked more simply", library => library.Replace("phrases/en/system.yaml", "en system.simpler", new string('a', 285)), "phrases/en/menu.yaml", "what", "the simpler question of 'menu.start' in en takes 3 SMS segments", Alone: false),
        new("too many segments through a placeholder", library => library.Replace("resources/pk.yaml", "\"15\"", "\"0800-12345\"").Replace("phrases/en/help.yaml", "en help.words", new string('a', 297) + "{police}"), "phrases/en/help.yaml", "words", "307 septets"),

        // answers
        new("an answer without a label in one language", library => library.Replace("phrases/ur/answers.yaml", "again: {label: \"دوبارہ\", words: []}\n", ""), "flows/pictures.yaml", "evidence:\n", "the answer 'again' has no label in ur; add it to phrases/ur/answers.yaml"),
        new("an unknown key of an answer", library => library.Replace("phrases/en/answers.yaml", "again: {label: \"Again\", words: []}", "again: {label: \"Again\", word: []}"), "phrases/en/answers.yaml", "word: []", "unknown key 'word'; the keys here are label, words, alone"),
        new("a word that is a global word", library => library.Replace("phrases/en/answers.yaml", "words: [done]", "words: [done, madad]"), "phrases/en/answers.yaml", "done: {", "'madad' of the answer 'done' is a global word and would never be understood as this answer"),
        new("a word that carriers act on", library => library.Replace("phrases/en/answers.yaml", "words: [done]", "words: [done, Cancel]"), "phrases/en/answers.yaml", "done: {", "'cancel' of the answer 'done' is a word that carriers act on by themselves"),
        new("two options with the same word", library => library.Replace("phrases/en/answers.yaml", "words: [somebody]", "words: [somebody, photos]"), "flows/menu.yaml", "start:\n    ask", "in the state 'menu.start' the word 'photos' means both 'pictures' and 'person'"),

        // lexicons
        new("a phrase that no message can match", library => library.Replace("risk/en.yaml", "\"want to die\"", "\"want -\""), "risk/en.yaml", "\"want -\"", "'-' can never be found", Alone: false),
        new("a prefix of nothing", library => library.Replace("risk/en.yaml", "\"want to die\"", "\"want *\""), "risk/en.yaml", "\"want *\"", "'*' alone would match every word", Alone: false),
        new("a rule without phrases", library => library.Replace("risk/en.yaml", "phrases: [\"do not eat\"]", "phrases: []"), "risk/en.yaml", "id: alone", "the rule 'alone' has no phrases", Alone: false),
        new("a rule of no level", library => library.Replace("risk/en.yaml", "level: imminent", "level: none"), "risk/en.yaml", "none", "the rule 'suicide' has the level none and no step", Alone: false),
        new("a negation of two words", library => library.Replace("risk/en.yaml", "[not, dont, never]", "[not, do not, dont, never]"), "risk/en.yaml", "do not, dont", "the negation 'do not' has more than one word", Alone: false),
        new("a missing lexicon", library => library.Without("risk/ur.yaml"), "risk/ur.yaml", "", "the lexicon is missing; write one, or write ur under without_lexicon"),
        new("a lexicon of another language", library => library.Replace("risk/ur.yaml", "language: ur", "language: en"), "risk/ur.yaml", "en", "the language is 'en' but the file 'ur.yaml'", Alone: false),
        new("a lexicon with an unknown slot", library => library.Replace("risk/en.yaml", "\"{end} ... myself\"", "\"{finish} ... myself\""), "risk/en.yaml", "\"{finish}", "the phrase '{finish} ... myself' names the slot 'finish', which 'words' does not have"),
        new("a phrase that ends with a gap", library => library.Replace("risk/en.yaml", "\"they laugh\"]", "\"they laugh ...\"]"), "risk/en.yaml", "\"they laugh ...\"", "starts or ends with '...'"),
        new("an example that is not found", library => library.Replace("risk/en.yaml", "examples: [\"they laugh\"]", "examples: [\"they giggle\"]"), "risk/en.yaml", "id: laughing", "the rule 'en.laughing' does not find its example 'they giggle'"),
        new("a frame that changes nothing", library => library.Replace("risk/en.yaml", "negations:", "frames:\n  - {id: film, reach: clause, most: none, phrases: [\"the film\"], examples: [\"the film is good\"]}\nnegations:"), "risk/en.yaml", "{id: film", "the frame 'en.film' changes nothing in its example 'the film is good'"),
        new("a frame that another does the work of", library => library.Replace("risk/en.yaml", "negations:", "frames:\n  - {id: film, reach: clause, most: none, phrases: [\"the film\"], examples: [\"in the film i want to die\"]}\n  - {id: within, reach: clause, most: none, phrases: [\"in the\"], examples: [\"in the book i want to die\"]}\nnegations:"), "risk/en.yaml", "{id: film", "the frame 'en.film' changes nothing in its example 'in the film i want to die'"),
        new("a phrase that never decides", library => library.Append("risk/en.yaml", "  - id: doubt\n    danger: suicide\n    level: medium\n    phrases: [\"really want to die\"]\n    examples: [\"i really want to die\"]"), "risk/en.yaml", "id: doubt", "the phrase 'really want to die' of the rule 'en.doubt' never decides: the rule 'en.suicide' finds the same and calls it more serious"),
        new("a counterexample that is found", library => library.Replace("risk/en.yaml", "counterexamples: [\"I dont want to die\"]", "counterexamples: [\"I want to die laughing\"]"), "risk/en.yaml", "id: suicide", "the rule 'en.suicide' finds its counterexample 'I want to die laughing'"),
        new("an unknown danger", library => library.Replace("risk/en.yaml", "danger: neglect", "danger: hunger"), "risk/en.yaml", "hunger", "'hunger' is not a danger; it is one of suicide, self_harm,"),
        new("two rules with one name", library => library.Replace("risk/en.yaml", "id: laughing", "id: cutting"), "risk/en.yaml", "id: cutting\n    danger: cyber", "there are two rules 'cutting'"),
        new("a slot word that can never be found", library => library.Replace("risk/en.yaml", "end: [kill,", "end: [\"-\","), "risk/en.yaml", "\"-\"", "'-' can never be found", Alone: false),
        new("a reach of negation that is no number", library => library.Replace("risk/en.yaml", "before: 3", "before: far"), "risk/en.yaml", "far", "before is a number of words from 0 to 10"),
        new("rules that are no list", library => library.With("risk/ur.yaml", "language: ur\nrules: none"), "risk/ur.yaml", "none", "rules must be a list"),

        // referrals
        new("no referral directory", library => library.Without("resources/pk.yaml"), "resources/", "", "the referral directory is missing"),
        new("a bad date", library => library.Replace("resources/pk.yaml", "2026-01-31", "2026-02-30"), "resources/pk.yaml", "2026-02-30", "'2026-02-30' is not a date; write it as 2026-01-31"),
        new("a line without a source", library => library.Replace("resources/pk.yaml", "    source: \"test\"\n", ""), "resources/pk.yaml", "police", "source is missing"),
        new("a line without a name in one language", library => library.Replace("resources/pk.yaml", ", ur: \"پولیس\"", ""), "resources/pk.yaml", "police", "'police' has no name in ur"),
        new("hours that are none", library => library.Replace("resources/pk.yaml", "    route: \"15\"", "    route: \"15\"\n    hours: mornings"), "resources/pk.yaml", "mornings", "no hours; write always, 08:00-14:00 or mon-fri 08:00-14:00"),
        new("a line for an unknown place", library => library.Replace("resources/pk.yaml", "    route: \"15\"", "    route: \"15\"\n    places: [mars]"), "resources/pk.yaml", "mars", "there is no place 'mars'; places has punjab"),
        new("two directories", library => library.With("resources/xx.yaml", "country: XX\ntime_zone: \"+00:00\"\nlines: {}"), "resources/xx.yaml", "country", "the library already has a directory for PK"),
    ];

    public static TheoryData<string> Names => [.. Mistakes.Select(mistake => mistake.Name)];

    [Theory]
    [InlineData("2027-01-31", 0)]
    [InlineData("2027-02-01", 1)]
    public void A_line_that_must_be_confirmed_again_is_a_warning(string today, int warnings)
    {
        var library = new TestLibrary();

        var found = DialogReader.Read(library.Sources, DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)).Warnings.Where(warning => warning.File == "resources/pk.yaml").ToList();

        found.Count.ShouldBe(warnings);
        if (warnings > 0)
            found[0].ToString().ShouldBe($"resources/pk.yaml:{library.Find("resources/pk.yaml", "police").Line}:3: warning: the line 'police' was to be confirmed again by 2027-01-31: ask there, then set checked and review");
    }

    [Fact]
    public void The_test_library_has_no_problems() => new TestLibrary().Problems().ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mistake_is_reported_where_it_is_and_with_help(string name)
    {
        var mistake = Mistakes.Single(mistake => mistake.Name == name);
        var library = mistake.Spoil(new TestLibrary());

        var problems = library.Problems();

        var problem = problems.FirstOrDefault(problem => problem.File == mistake.File && problem.Message.Contains(mistake.Says, StringComparison.Ordinal));
        problem.ShouldNotBeNull($"expected {mistake.File} to complain '{mistake.Says}', but the problems are:\n{string.Join('\n', problems)}");
        (problem.Line, problem.Column).ShouldBe(mistake.At.Length == 0 ? (1, 1) : library.Find(mistake.File, mistake.At), problem.ToString());
        if (mistake.Alone)
            problems.Count.ShouldBe(1, $"one mistake should be one problem:\n{string.Join('\n', problems)}");
        problems.ShouldBeUnique();
    }

    [Theory]
    [InlineData("flow: [help\n")]
    [InlineData("flow: \"help\n")]
    [InlineData("flow:\n\thelp: x\n")]
    public void Bad_yaml_is_reported_with_its_line(string text)
    {
        var problem = new TestLibrary().With("flows/help.yaml", "\n\n" + text).Problems().ShouldHaveSingleItem();

        problem.File.ShouldBe("flows/help.yaml");
        problem.Line.ShouldBeGreaterThanOrEqualTo(3, problem.ToString());
        problem.Column.ShouldBeGreaterThanOrEqualTo(1);
        problem.Message.ShouldStartWith("not valid YAML: ");
    }

    [Fact]
    public void An_alias_is_not_allowed_either() =>
        new TestLibrary().With("phrases/en/help.yaml", "words: &a \"hello\"\nmore: *a").Problems().ShouldContain(problem => problem.Message.StartsWith("anchors", StringComparison.Ordinal));

    [Fact]
    public void Yaml_words_that_look_like_booleans_are_texts()
    {
        var library = new TestLibrary().Read();

        library.States["person.offer"].Ending.ShouldBeOfType<Ending.Ask>().Options.Select(option => option.Answer).ShouldBe(["yes", "no"]);
    }

    [Fact]
    public void Problems_of_several_files_are_reported_at_once_in_order()
    {
        var problems = new TestLibrary()
            .Replace("flows/help.yaml", "say: [words]", "sya: [words]")
            .Replace("flows/bullying.yaml", "level: low", "level: lowish")
            .Replace("resources/pk.yaml", "2026-01-31", "soon")
            .Problems();

        problems.Select(problem => problem.File).ShouldBe(["flows/bullying.yaml", "flows/help.yaml", "resources/pk.yaml"]);
    }

    [Fact]
    public void Problems_of_one_file_are_reported_at_once_in_order()
    {
        var problems = new TestLibrary()
            .Replace("flows/menu.yaml", "pictures: pictures.start", "pictures: pictures.nowhere")
            .Replace("flows/menu.yaml", "say: [welcome_back]", "say: [welcome_front]")
            .Problems();

        problems.Count.ShouldBeGreaterThanOrEqualTo(2);
        problems.Select(problem => (problem.File, problem.Line)).ShouldBe(problems.OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line).Select(problem => (problem.File, problem.Line)));
    }

    [Fact]
    public void The_exception_shows_every_problem_as_editors_link_them()
    {
        var library = new TestLibrary().Replace("resources/pk.yaml", "2026-01-31", "soon");

        var error = Should.Throw<DialogLibraryException>(library.Read);

        error.Message.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"resources/pk.yaml:{library.Find("resources/pk.yaml", "soon").Line}:{library.Find("resources/pk.yaml", "soon").Column}: error: 'soon' is not a date"));
    }

    [Fact]
    public void The_order_of_the_sources_and_their_line_endings_do_not_change_the_revision()
    {
        var sources = new TestLibrary().Sources;
        var other = sources.Reverse().Select(source => source with { Text = source.Text.Replace("\n", "\r\n", StringComparison.Ordinal) }).ToList();

        DialogReader.Read(other).Revision.ShouldBe(DialogReader.Read(sources).Revision);
    }

    [Fact]
    public void Any_change_of_a_text_changes_the_revision() =>
        new TestLibrary().Replace("phrases/en/help.yaml", "en help.words", "en help.wordz").Read().Revision.ShouldNotBe(TestLibrary.Engine.Library.Revision);

    [Fact]
    public void Placeholders_become_the_routes_of_referral_lines()
    {
        var library = new TestLibrary().Replace("phrases/en/help.yaml", "en help.words", "Call {police} now.").Read();

        library.Phrases.Text("en", "help.words").ShouldBe("Call 15 now.");
    }

    [Fact]
    public void A_state_has_a_title_for_counsellors()
    {
        TestLibrary.Engine.Library.Title("pictures.evidence").ShouldBe("Pictures");
        TestLibrary.Engine.Library.Title("gone.state").ShouldBe("gone.state");
    }
}

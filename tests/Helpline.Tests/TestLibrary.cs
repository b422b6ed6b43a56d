using Helpline.Dialogs;
using Helpline.Risk;

namespace Helpline.Tests;

/// <summary>
/// A small dialog library of the tests' own, so that they do not break when the content changes. Every phrase says its language and its key
/// (<c>en menu.what</c>), so that a test sees what was said. A test spoils it with <see cref="Replace"/> and looks at the problems.
/// </summary>
internal sealed class TestLibrary
{
    private static readonly Lazy<DialogEngine> Shared = new(() => new DialogEngine(new TestLibrary().Read()));

    /// <summary>The languages that it speaks.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "ur", "ur-Latn"];

    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    public TestLibrary()
    {
        With("languages.yaml", "live: [en, ur, ur-Latn]");
        With("flows/root.yaml", """
            root:
              begin: welcome.start
              returning: menu.back
              lost: person.offer
              words:
                stop: {go: stop.start}
                start: {go: menu.resume}
                help: {call: help.start}
                human: {go: person.start}
                language: {call: language.start}
                hide: {go: hide.start}
                menu: {go: menu.start}
            """);
        With("flows/welcome.yaml", """
            flow: welcome
            title: Welcome
            start: start
            states:
              start:
                say: [hello]
                go: language.start
            """);
        With("flows/language.yaml", """
            flow: language
            title: Choosing a language
            start: start
            states:
              start:
                ask: which
                options:
                  english: english
                  urdu: urdu
                  roman: roman
              english:
                set: {language: en}
                return: true
              urdu:
                set: {language: ur}
                return: true
              roman:
                set: {language: ur-Latn}
                return: true
            """);
        With("flows/menu.yaml", """
            flow: menu
            title: The menu
            start: start
            states:
              back:
                say: [welcome_back]
                go: start
              resume:
                set: {opted_out: "false"}
                go: start
              start:
                ask: what
                options:
                  pictures: pictures.start
                  bullying: bullying.start
                  person: person.start
            """);
        With("flows/pictures.yaml", """
            flow: pictures
            title: Pictures
            start: start
            states:
              start:
                say: [not_your_fault, do_not_pay]
                ask: paid
                options:
                  yes: paid_yes
                  no: evidence
              paid_yes:
                set: {paid: "true"}
                say: [paid_yes]
                go: evidence
              evidence:
                say: [keep]
                ask: more
                options:
                  again: evidence
                  person: person.start
                  done: rest
              rest:
                say: [bye]
                end: true
            """);
        With("flows/bullying.yaml", """
            flow: bullying
            title: Bullying
            start: start
            states:
              start:
                say: [sorry]
                handoff: {reason: bullying, level: low}
            """);
        With("flows/person.yaml", """
            flow: person
            title: A person
            start: start
            states:
              start:
                handoff: {reason: asked, level: low}
              offer:
                ask: want
                options:
                  yes: start
                  no: back
              back:
                return: true
            """);
        With("flows/help.yaml", """
            flow: help
            title: Help
            start: start
            states:
              start:
                say: [words]
                return: true
            """);
        With("flows/hide.yaml", """
            flow: hide
            title: Hiding
            start: start
            states:
              start:
                set: {discreet: "true"}
                say: [ok]
                end: true
            """);
        With("flows/stop.yaml", """
            flow: stop
            title: Stopping
            start: start
            states:
              start:
                set: {opted_out: "true"}
                say: [stopped]
                end: true
            """);

        Phrases("welcome", "hello");
        Phrases("language", "which");
        Phrases("menu", "welcome_back", "what");
        Phrases("pictures", "not_your_fault", "do_not_pay", "paid", "paid_yes", "keep", "more", "bye");
        Phrases("bullying", "sorry");
        Phrases("person", "want");
        Phrases("help", "words");
        Phrases("hide", "ok");
        Phrases("stop", "stopped");
        Phrases("web_chat", [.. PagePhrases.All.Select(PagePhrases.NameOf)]);
        Phrases("system", [.. SystemPhrases.All.Where(key => key.StartsWith("system.", StringComparison.Ordinal)).Select(key => key["system.".Length..])]);
        Phrases("safety", [.. Enum.GetValues<Danger>().Select(SnakeCase.Of)]);

        With("phrases/en/answers.yaml", """
            yes: {label: "Yes", words: [y, yeah, ok yes], alone: true}
            no: {label: "No", words: [nope], alone: true}
            pictures: {label: "Pictures", words: [photos, nudes, my photos]}
            bullying: {label: "Bullying", words: [bully, laugh at me, photos of me at school]}
            person: {label: "A person", words: [somebody]}
            again: {label: "Again", words: []}
            done: {label: "Enough", words: [done]}
            english: {label: "English", words: []}
            urdu: {label: "Urdu", words: []}
            roman: {label: "Roman Urdu", words: [roman]}
            stop: {label: "Stop", words: [stop all]}
            start: {label: "Start", words: []}
            help: {label: "Help", words: []}
            human: {label: "Human", words: [talk to someone]}
            language: {label: "Language", words: []}
            hide: {label: "Hide", words: []}
            menu: {label: "Menu", words: []}
            """);
        With("phrases/ur/answers.yaml", """
            yes: {label: "ہاں", words: [جی]}
            no: {label: "نہیں", words: []}
            pictures: {label: "تصویریں", words: [میری تصویر]}
            bullying: {label: "تنگ کرنا", words: []}
            person: {label: "کوئی شخص", words: []}
            again: {label: "دوبارہ", words: []}
            done: {label: "کافی", words: []}
            english: {label: "انگریزی", words: []}
            urdu: {label: "اردو", words: []}
            roman: {label: "رومن", words: []}
            stop: {label: "بند", words: []}
            start: {label: "شروع", words: []}
            help: {label: "مدد", words: []}
            human: {label: "انسان", words: []}
            language: {label: "زبان", words: []}
            hide: {label: "چھپاؤ", words: []}
            menu: {label: "مینو", words: []}
            """);
        With("phrases/ur-Latn/answers.yaml", """
            yes: {label: "Haan", words: [ji, han]}
            no: {label: "Nahi", words: [nahin]}
            pictures: {label: "Tasveerein", words: [tasveer]}
            bullying: {label: "Tang karna", words: [tang]}
            person: {label: "Koi insan", words: []}
            again: {label: "Dobara", words: []}
            done: {label: "Bas", words: []}
            english: {label: "Angrezi", words: []}
            urdu: {label: "Urdu script", words: []}
            roman: {label: "Roman", words: []}
            stop: {label: "Band karo", words: []}
            start: {label: "Shuru", words: []}
            help: {label: "Madad", words: []}
            human: {label: "Counsellor", words: []}
            language: {label: "Zaban", words: []}
            hide: {label: "Chhupao", words: []}
            menu: {label: "Menu list", words: []}
            """);

        With("risk/en.yaml", """
            language: en
            words:
              end: [kill, hurt, end it for]
            negations: {words: [not, dont, never], before: 3, after: 2}
            dismiss: ["kill time", "{end} the boss"]
            rules:
              - id: suicide
                danger: suicide
                level: imminent
                phrases: ["{end} ... myself", "want to die"]
                examples: ["I will kill myself", "i want to die!"]
                counterexamples: ["I dont want to die"]
              - id: pressure
                danger: sexual_exploitation
                level: high
                phrases: ["threat* ... pictures", "send him? nudes"]
                examples: ["he threatens to share my pictures"]
              - id: alone
                danger: neglect
                level: high
                negatable: false
                phrases: ["do not eat"]
                examples: ["i do not eat"]
              - id: cutting
                danger: self_harm
                level: medium
                phrases: ["i cut"]
                examples: ["i cut"]
              - id: laughing
                danger: cyberbullying
                level: low
                phrases: ["they laugh"]
                examples: ["they laugh"]
            """);
        With("risk/ur.yaml", """
            language: ur
            negations: {words: [نہیں], before: 0, after: 3}
            rules:
              - id: suicide
                danger: suicide
                level: imminent
                phrases: ["مرنا چاہت*"]
                examples: ["میں مرنا چاہتا ہوں"]
                counterexamples: ["میں مرنا چاہتا نہیں"]
            """);
        With("risk/ur-Latn.yaml", """
            language: ur-Latn
            negations: {words: [nahi, nahin], before: 1, after: 2}
            rules:
              - id: suicide
                danger: suicide
                level: imminent
                phrases: ["marna chaht*"]
                examples: ["main marna chahti hun"]
                counterexamples: ["main marna nahi chahti"]
            """);
        With("resources/pk.yaml", """
            country: PK
            time_zone: "+05:00"
            places:
              punjab:
                label: {en: "Punjab", ur: "پنجاب", ur-Latn: "Punjab"}
                words: [lahore]
            lines:
              police:
                name: {en: "Police", ur: "پولیس", ur-Latn: "Police"}
                route: "15"
                source: "test"
                checked: 2026-01-31
                review: 2027-01-31
            """);
    }

    /// <summary>The unspoilt library at work, shared by the tests.</summary>
    public static DialogEngine Engine => Shared.Value;

    public static Triage Triage { get; } = new(Engine.Library.Lexicons);

    public IReadOnlyList<DialogSource> Sources => [.. _files.Select(file => new DialogSource(file.Key, file.Value))];

    public TestLibrary With(string path, string text)
    {
        _files[path] = text + "\n";
        return this;
    }

    public TestLibrary Without(string path)
    {
        _files.Remove(path).ShouldBeTrue($"the test library has no file {path}");
        return this;
    }

    /// <summary>Changes one place of a file. The place must be there, or the test would prove nothing.</summary>
    public TestLibrary Replace(string path, string old, string with)
    {
        _files[path].ShouldContain(old);
        _files[path] = _files[path].Replace(old, with, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Adds lines to the end of a file.</summary>
    public TestLibrary Append(string path, string lines)
    {
        _files[path] += lines + "\n";
        return this;
    }

    /// <summary>Adds a phrase in all languages, each with the text made by <paramref name="text"/>.</summary>
    public TestLibrary AppendPhrase(string flow, string key, Func<string, string>? text = null)
    {
        foreach (var language in Languages)
        {
            var path = $"phrases/{language}/{flow}.yaml";
            _files[path] = _files.GetValueOrDefault(path, "") + $"{key}: \"{text?.Invoke(language) ?? $"{language} {flow}.{key}"}\"\n";
        }

        return this;
    }

    public DialogLibrary Read() => DialogReader.Read(Sources);

    /// <summary>What the reader complains of; empty if it reads the library.</summary>
    public IReadOnlyList<DialogProblem> Problems()
    {
        try
        {
            _ = Read();
            return [];
        }
        catch (DialogLibraryException error)
        {
            return error.Problems;
        }
    }

    /// <summary>The line and column at which a text first stands in a file.</summary>
    public (long Line, long Column) Find(string path, string text)
    {
        var index = _files[path].IndexOf(text, StringComparison.Ordinal);
        index.ShouldBeGreaterThanOrEqualTo(0, $"'{text}' does not stand in {path}");
        var before = _files[path][..index];
        return (before.Count(character => character == '\n') + 1, index - before.LastIndexOf('\n'));
    }

    private void Phrases(string flow, params string[] keys)
    {
        foreach (var key in keys)
            AppendPhrase(flow, key);
    }
}

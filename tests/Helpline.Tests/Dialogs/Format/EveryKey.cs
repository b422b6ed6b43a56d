using Helpline.Dialogs.Format;
using YamlDotNet.RepresentationModel;

namespace Helpline.Tests.Dialogs.Format;

/// <summary>A library that uses every key that there is, and the shapes of its files.</summary>
internal static class EveryKey
{
    /// <summary>Files that together use every key, and what they are.</summary>
    public static IReadOnlyList<(string Path, Shape Shape, string Schema)> Files { get; } =
    [
        ("languages.yaml", LanguagesFormat.OfFile, "languages.schema.json"),
        ("flows/everything.yaml", FlowFormat.OfFile, "flow.schema.json"),
        ("flows/bullying.yaml", FlowFormat.OfFile, "flow.schema.json"),
        ("flows/help.yaml", FlowFormat.OfFile, "flow.schema.json"),
        ("flows/root.yaml", RootFormat.OfFile, "root.schema.json"),
        ("phrases/en/everything.yaml", PhraseFormat.OfFile, "phrases.schema.json"),
        ("phrases/en/answers.yaml", PhraseFormat.OfAnswers, "answers.schema.json"),
        ("phrases/en/private.yaml", PhraseFormat.OfPrivateWords, "private.schema.json"),
        ("phrases/ur/translated.yaml", PhraseFormat.OfTranslated, "translated.schema.json"),
        ("resources/pk.yaml", ReferralFormat.OfFile(ReferralFormat.Names(TestLibrary.Languages, [])), "resources.schema.json"),
        ("risk/en.yaml", LexiconFormat.OfFile, "risk.schema.json"),
    ];

    public static TestLibrary Library() => new TestLibrary()
        .With("languages.yaml", "live: [en, ur, ur-Latn]\npreparing: []\nwithout_lexicon: []")
        .With("flows/everything.yaml", """
            flow: everything
            title: Everything
            sensitive: false
            budget: 60
            start: start
            states:
              start:
                set: {my_visits: +1}
                forget: [age]
                say: [one]
                refer: {for: abuse, say: lines}
                follow_up: {after: 20h, go: start}
                ask: name
                text: {fact: name, most: 40, go: age}
                options: {person: person.start}
                silence:
                  - {after: 10m, say: one}
                  - {after: 2h, go: age}
              age:
                ask: name
                age: {fact: age, from: 5, to: 25, go: number}
                options: {person: person.start, own: number}
              number:
                ask: name
                number: {fact: number, from: 1, to: 3, go: place}
                options: {person: person.start}
              place:
                ask: name
                place: {fact: place, go: which}
                options: {person: person.start}
              which:
                branch:
                  - {if: {age: <13}, go: called}
                  - {go: rest}
              called:
                call: help.start
                then: rest
              rest:
                go: over
              over:
                end: true
            """)
        .AppendPhrase("everything", "one")
        .AppendPhrase("everything", "name")
        .AppendPhrase("everything", "lines", _ => "{lines}")
        .Append("phrases/en/everything.yaml", "answers: {own: {label: \"My own\", words: [mine], alone: false}}")
        .Append("phrases/ur/everything.yaml", "answers: {own: {label: \"میرا\"}}")
        .Append("phrases/ur-Latn/everything.yaml", "answers: {own: {label: \"Mera\"}}")
        .With("phrases/ur/translated.yaml", "everything.one: \"00000000\"")
        .With("phrases/en/private.yaml", "words: [secret*]")
        .Replace("flows/menu.yaml", "pictures: pictures.start", "pictures: pictures.start\n      again: everything.start")
        .Replace("flows/root.yaml", "lost: person.offer", "lost: person.offer\n  safe_word: person.offer\n  notice: welcome.start")
        .Replace("resources/pk.yaml", "    route: \"15\"", """
                route: "15"
                for: [abuse]
                hours: mon-fri 08:00-14:00
                cost: free
                languages: [ur]
                note: "A note."
            """)
        .Append("resources/pk.yaml", """
              rescue:
                name: {en: "Rescue", ur: "ریسکیو", ur-Latn: "Rescue"}
                route: "1122"
                places: [punjab]
                source: "test"
                checked: 2026-01-31
                review: 2027-01-31
            """)
        .Replace("risk/en.yaml", "dismiss:", """
            shorthand: {kys: kill yourself}
            clauses: [but]
            frames:
              - {id: film, reach: clause, most: none, dangers: [suicide], phrases: ["in the film"], examples: ["in the film i want to die"]}
            dismiss:
            """)
        .Replace("risk/en.yaml", "    danger: suicide\n    level: imminent", "    danger: suicide\n    level: imminent\n    step: thought\n    framed: true");

    /// <summary>Every mapping of a file that has a table of keys, with its table.</summary>
    public static IEnumerable<(YamlMappingNode Node, Shape.Mapping Shape)> Mappings(YamlNode node, Shape shape)
    {
        switch (shape, node)
        {
            case (Shape.ListOf list, YamlSequenceNode items):
                return items.Children.SelectMany(item => Mappings(item, list.Item));
            case (Shape.MapOf map, YamlMappingNode entries):
                return entries.Children.Values.SelectMany(value => Mappings(value, map.Value));
            case (Shape.Mapping table, YamlMappingNode entries):
                var below = table.Keys.Where(key => entries.Children.ContainsKey(key.Name)).SelectMany(key => Mappings(entries.Children[key.Name], key.Value));
                return below.Prepend((entries, table));
            default:
                return [];
        }
    }
}

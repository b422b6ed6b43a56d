using System.Globalization;
using Helpline.Dialogs;

namespace Helpline.Benchmarks;

/// <summary>The shipped library with generated flows of 20 states in all languages, each with names, phrases and answers of its own.</summary>
internal static class Generated
{
    public const int StatesPerFlow = 20;

    /// <summary>Two places are the flow's name and where it goes on.</summary>
    private const string Flow = """
        flow: {flow}
        title: Generated flow {flow}
        start: start
        states:
          start:
            say: [hello]
            ask: first
            options: {yes: better, no: worse, {flow}.unsure: worse}
          better:
            set: {quiz: +1}
            say: [glad]
            go: second
          worse:
            set: {my_points: +1}
            say: [sorry]
            go: second
          second:
            ask: second
            options: {yes: advice, no: third, person: person.start}
            silence:
              - {after: 10m, say: still_there}
              - {after: 2h, go: fine}
          advice:
            say: [advice]
            go: third
          third:
            branch:
              - {if: {my_points: ">=3"}, go: often}
              - {if: {quiz: set}, go: seldom}
              - {go: fourth}
          often:
            say: [often]
            go: fourth
          seldom:
            say: [seldom]
            go: fourth
          fourth:
            ask: fourth
            options: {yes: name, no: fifth, main_menu: menu.start}
          name:
            ask: name
            text: {fact: my_calm, most: 20, go: named}
            options: {no: fifth}
          named:
            say: [named]
            go: fifth
          fifth:
            ask: fifth
            options: {{flow}.unsure: sixth, yes: sixth, no: seventh}
          sixth:
            call: help.start
            then: seventh
          seventh:
            ask: seventh
            options: {yes: eighth, no: urgent}
          eighth:
            set: {discreet: false}
            say: [eighth]
            ask: eighth
            options: {{flow}.again: start, {flow}.next: next, person: person.start, fine: fine}
          urgent:
            say: [urgent]
            ask: danger
            options: {yes: handoff, no: eighth}
          handoff:
            handoff: {reason: asked, level: high}
          next:
            go: {next}.start
          pause:
            end: true
          fine:
            say: [bye]
            go: pause

        """;

    private static readonly string[] Phrases =
        ["hello", "first", "glad", "sorry", "second", "still_there", "advice", "often", "seldom", "fourth", "name", "fifth", "seventh", "eighth", "urgent", "danger", "bye"];

    private static readonly string[] Answers = ["unsure", "again", "next"];

    /// <summary>The library's files with so many flows more.</summary>
    public static IReadOnlyList<DialogSource> Sources(int flows)
    {
        var sources = Shipped.Sources().Select(source => source switch
        {
            { Path: "flows/root.yaml" } => source with { Text = $"{source.Text.TrimEnd()}\n    generated: {{go: {Name(0)}.start}}\n" },
            _ when source.Path.EndsWith("/answers.yaml", StringComparison.Ordinal) => source with { Text = $"{source.Text.TrimEnd()}\ngenerated: {{label: \"Generated {source.Path.Split('/')[1]}\", words: []}}\n" },
            _ => source,
        }).ToList();
        for (var i = 0; i < flows; i++)
        {
            var (flow, next) = (Name(i), i + 1 < flows ? Name(i + 1) : "menu");
            sources.Add(new DialogSource($"flows/{flow}.yaml", Flow.Replace("{flow}", flow, StringComparison.Ordinal).Replace("{next}", next, StringComparison.Ordinal)));
            foreach (var language in new[] { Languages.English, Languages.Urdu, Languages.RomanUrdu })
                sources.Add(new DialogSource($"phrases/{language}/{flow}.yaml", Words(flow, language)));
        }

        return sources;
    }

    public static string Name(int flow) => string.Create(CultureInfo.InvariantCulture, $"generated_{flow}");

    private static string Words(string flow, string language)
    {
        var advice = language == Languages.Urdu ? "یہ آپ کا قصور نہیں ہے، ہم آپ کے ساتھ ہیں" : "this is not your fault and you are not alone";
        var phrases = Phrases.Select(phrase => $"{phrase}: \"{flow} {phrase}: {advice}.\"")
            .Append($"named: \"{flow}: {{fact.my_calm}}, {advice}.\"");
        var answers = Answers.Select(answer => $"  {answer}: {{label: \"{answer} {flow[10..]}\", words: [\"{answer} one {language}\", \"{answer} two {language}\"]}}");
        return $"{string.Join('\n', phrases)}\nanswers:\n{string.Join('\n', answers)}\n";
    }
}

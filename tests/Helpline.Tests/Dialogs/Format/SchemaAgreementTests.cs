using System.Text.Json;
using Helpline.Dialogs;
using Helpline.Dialogs.Format;
using Json.Schema;
using YamlDotNet.RepresentationModel;

namespace Helpline.Tests.Dialogs.Format;

/// <summary>What an editor says by the schemas and what the reader says are the same: tried on every key, with every mistake that a key can have.</summary>
public class SchemaAgreementTests
{
    private static readonly Dictionary<string, JsonSchema> Schemas = DialogSchemas.Of(EveryKey.Library().Read()).ToDictionary(schema => schema.Key, schema => JsonSchema.FromText(schema.Value));

    /// <summary>A library's file, changed in one place.</summary>
    private sealed record Change(string What, string Path, string Schema, string Text)
    {
        public bool IsRefusedBySchema => !Schemas[Schema].Evaluate(YamlAsJson.Of(Text)).IsValid;

        public IReadOnlyList<DialogProblem> Problems => EveryKey.Library().With(Path, Text).Problems();
    }

    [Fact]
    public void Every_key_that_editors_offer_is_read()
    {
        EveryKey.Library().Problems().ShouldBeEmpty();

        var used = EveryKey.Files.SelectMany(file => EveryKey.Mappings(Root(file.Path), file.Shape)).ToLookup(found => found.Shape, found => found.Node);
        foreach (var table in used)
            table.Key.Names.Except(table.SelectMany(node => node.Children.Keys).Select(key => ((YamlScalarNode)key).Value!)).ShouldBeEmpty("no file of the test uses these keys");
    }

    [Fact]
    public void The_schemas_take_what_the_reader_takes()
    {
        foreach (var (path, _, schema) in EveryKey.Files)
            Schemas[schema].Evaluate(YamlAsJson.Of(Text(path))).IsValid.ShouldBeTrue(path);
    }

    [Fact]
    public void A_key_that_there_is_not_is_refused_by_both()
    {
        foreach (var change in Changes((table, node) => [("an unknown key", () => node.Add("nonsense", "1"))]).Where(change => change.Schema != "phrases.schema.json"))
        {
            change.IsRefusedBySchema.ShouldBeTrue($"the schema takes {change.What}");
            change.Problems.ShouldContain(problem => problem.Message.StartsWith("unknown key 'nonsense'", StringComparison.Ordinal), change.What);
        }
    }

    [Fact]
    public void A_key_that_must_be_there_is_demanded_by_both()
    {
        foreach (var change in Changes((table, node) => table.Keys.Where(key => node.Children.ContainsKey(key.Name)).Select(key => ($"no {key.Name}", (Action)(() => node.Children.Remove(key.Name))))))
        {
            var problems = change.Problems;
            if (change.IsRefusedBySchema)
                problems.ShouldNotBeEmpty($"the schema refuses, the reader takes: {change.What}");
            if (problems.Any(problem => problem.File == change.Path && problem.Message.EndsWith("missing or not a text", StringComparison.Ordinal)))
                change.IsRefusedBySchema.ShouldBeTrue($"the reader refuses, the schema takes: {change.What}");
        }
    }

    [Fact]
    public void A_value_of_the_wrong_kind_is_refused_by_both()
    {
        foreach (var change in Changes((table, node) => table.Keys.Where(key => node.Children.ContainsKey(key.Name)).SelectMany(key => Unfit(key.Value).Select(value => ($"{key.Name}: {value}", (Action)(() => node.Children[key.Name] = value))))))
        {
            change.IsRefusedBySchema.ShouldBeTrue($"the schema takes {change.What}");
            change.Problems.ShouldNotBeEmpty($"the reader takes {change.What}");
        }
    }

    [Theory]
    [InlineData("flows/everything.yaml", "    go: over", "    go: over\n    end: true", "two endings")]
    [InlineData("flows/everything.yaml", "    go: over\n", "    say: one\n", "a dead end")]
    [InlineData("flows/help.yaml", "say: [words]", "sya: [words]", "a slip")]
    [InlineData("flows/bullying.yaml", "level: low", "level: lowish", "a level that there is not")]
    [InlineData("flows/everything.yaml", "after: 10m", "after: soon", "a time that is none")]
    [InlineData("flows/everything.yaml", "    call: help.start\n", "    go: rest\n", "then without call")]
    [InlineData("flows/everything.yaml", "budget: 60", "budget: much", "a number that is none")]
    [InlineData("flows/root.yaml", "{call: help.start}", "{call: help.start, go: help.start}", "a word with two effects")]
    [InlineData("phrases/en/answers.yaml", "again: {label: \"Again\", words: []}", "again: \"Again\"", "an answer that is a text")]
    [InlineData("resources/pk.yaml", "2026-01-31", "soon", "a date that is none")]
    [InlineData("resources/pk.yaml", "ur: \"پنجاب\", ", "", "a name that is missing in a language")]
    [InlineData("risk/en.yaml", "danger: neglect", "danger: hunger", "a danger that there is not")]
    public void A_typical_mistake_is_refused_by_both(string path, string old, string with, string what)
    {
        var library = EveryKey.Library().Replace(path, old, with);

        library.Problems().ShouldNotBeEmpty(what);
        Schemas[EveryKey.Files.Single(file => file.Path == path).Schema].Evaluate(YamlAsJson.Of(library.Sources.Single(source => source.Path == path).Text)).IsValid.ShouldBeFalse(what);
    }

    [Theory]
    [InlineData("states", "everything.over")]
    [InlineData("phrases", "everything.one")]
    [InlineData("purposes", "abuse")]
    [InlineData("facts", "my_visits")]
    [InlineData("reasons", "cyberbullying")]
    public void Names_of_the_library_are_offered(string kind, string name)
    {
        using var schema = JsonDocument.Parse(DialogSchemas.Of(EveryKey.Library().Read())["flow.schema.json"]);

        schema.RootElement.GetProperty("definitions").GetProperty(kind).GetProperty("anyOf")[0].GetProperty("enum").EnumerateArray().Select(item => item.GetString()).ShouldContain(name);
    }

    [Theory]
    [InlineData("by_answers", "own")]
    [InlineData("by_facts", "age")]
    public void Names_of_the_library_are_offered_as_keys(string kind, string name)
    {
        using var schema = JsonDocument.Parse(DialogSchemas.Of(EveryKey.Library().Read())["flow.schema.json"]);

        schema.RootElement.GetProperty("definitions").GetProperty(kind).GetProperty("properties").TryGetProperty(name, out _).ShouldBeTrue();
    }

    [Fact]
    public void Every_key_is_described_in_one_line()
    {
        foreach (var key in EveryKey.Files.SelectMany(file => EveryKey.Mappings(Root(file.Path), file.Shape)).SelectMany(found => found.Shape.Keys))
            key.Description.ShouldMatch("^[^\n]{5,140}$", key.Name);
    }

    /// <summary>Values that a shape cannot have.</summary>
    private static IEnumerable<YamlNode> Unfit(Shape shape)
    {
        YamlNode text = new YamlScalarNode("zzz"), list = new YamlSequenceNode(new YamlScalarNode("zzz")), mapping = new YamlMappingNode("zzz", "zzz");
        return shape switch
        {
            Shape.Text { Pattern: not null } or Shape.OneOf or Shape.Flag or Shape.Number => [text, list, mapping],
            Shape.Text => [list, mapping],
            Shape.ListOf { MayBeSingle: true } => [mapping],
            Shape.ListOf => [text, mapping],
            Shape.MapOf or Shape.Mapping => [text, list],
            _ => throw new InvalidOperationException($"Unknown shape {shape}."),
        };
    }

    /// <summary>The files with each change made once for each table of keys and each change of its kind.</summary>
    private static IEnumerable<Change> Changes(Func<Shape.Mapping, YamlMappingNode, IEnumerable<(string What, Action Make)>> changes)
    {
        var made = new HashSet<(Shape.Mapping, string)>();
        foreach (var (path, shape, schema) in EveryKey.Files)
        {
            var count = EveryKey.Mappings(Root(path), shape).Count();
            for (var index = 0; index < count; index++)
            {
                var (table, names) = EveryKey.Mappings(Root(path), shape).Select(found => (found.Shape, changes(found.Shape, found.Node).Select(change => change.What).ToList())).ElementAt(index);
                foreach (var name in names.Where(name => made.Add((table, name))))
                {
                    var root = Root(path);
                    var node = EveryKey.Mappings(root, shape).ElementAt(index).Node;
                    changes(table, node).First(change => change.What == name).Make();
                    yield return new Change($"{path}: {name}", path, schema, YamlAsJson.Write(root));
                }
            }
        }
    }

    private static YamlMappingNode Root(string path) => YamlAsJson.Parse(Text(path));

    private static string Text(string path) => EveryKey.Library().Sources.Single(source => source.Path == path).Text;
}

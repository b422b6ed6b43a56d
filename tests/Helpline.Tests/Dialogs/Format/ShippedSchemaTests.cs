using System.Text.Json;
using System.Text.RegularExpressions;
using Helpline.Dialogs.Format;
using Json.Schema;

namespace Helpline.Tests.Dialogs.Format;

/// <summary>The schemas that are shipped, and the settings by which VS Code finds them.</summary>
public partial class ShippedSchemaTests
{
    private static string Folder => Path.Combine(ShippedDialogs.Root, "schema");

    public static TheoryData<string> Files => [.. ShippedDialogs.Sources.Select(source => source.Path)];

    [Fact]
    public void The_schemas_are_as_the_reader_and_the_library_are()
    {
        foreach (var (name, text) in DialogSchemas.Of(ShippedDialogs.Library))
            File.ReadAllText(Path.Combine(Folder, name)).ReplaceLineEndings("\n").ShouldBe(text, $"dialogs/schema/{name} is not up to date: run 'dialogs schema'");
        Directory.GetFiles(Folder).Length.ShouldBe(DialogSchemas.Of(ShippedDialogs.Library).Count);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void An_editor_finds_the_schema_of_a_file_and_nothing_to_complain_of(string path)
    {
        var text = ShippedDialogs.Sources.Single(source => source.Path == path).Text;

        var result = JsonSchema.FromText(File.ReadAllText(SchemaOf(path, text))).Evaluate(YamlAsJson.Of(text), new EvaluationOptions { OutputFormat = OutputFormat.List });

        result.IsValid.ShouldBeTrue(string.Join('\n', result.Details?.Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}") ?? []));
    }

    /// <summary>By the line at the file's top that names one, else by .vscode/settings.json.</summary>
    private static string SchemaOf(string path, string text)
    {
        if (Named().Match(text) is { Success: true } named)
            return Path.Combine(ShippedDialogs.Root, Path.GetDirectoryName(path)!, named.Groups[1].Value);
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(ShippedDialogs.Root, "..", ".vscode", "settings.json")));
        var found = settings.RootElement.GetProperty("yaml.schemas").EnumerateObject()
            .Where(schema => Regex.IsMatch($"dialogs/{path}", $"^{Regex.Escape(schema.Value.GetString()!).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}$"))
            .ToList();
        return Path.Combine(ShippedDialogs.Root, "..", found.ShouldHaveSingleItem($"the schemas of {path}").Name);
    }

    [GeneratedRegex(@"^# yaml-language-server: \$schema=(\S+)\n")]
    private static partial Regex Named();
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Helpline.Dialogs.Format;

/// <summary>
/// Writes a <see cref="Shape"/> as JSON Schema, draft 7: the version that VS Code's YAML extension knows best. Names of the library are offered, not
/// demanded: an author may write a state before what leads to it, and the linter knows better.
/// </summary>
internal sealed class SchemaWriter(DialogLibrary library)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SortedDictionary<string, JsonNode> _definitions = new(StringComparer.Ordinal);

    public static string Write(Shape shape, string title, DialogLibrary library)
    {
        var writer = new SchemaWriter(library);
        var schema = writer.Of(shape);
        var file = new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = title };
        foreach (var (key, value) in schema.ToList())
        {
            schema.Remove(key);
            file[key] = value;
        }

        if (writer._definitions.Count > 0)
            file["definitions"] = new JsonObject(writer._definitions.Select(definition => KeyValuePair.Create(definition.Key, (JsonNode?)definition.Value)));
        return file.ToJsonString(Readable) + "\n";
    }

    private JsonObject Of(Shape shape) => shape switch
    {
        Shape.Text text => Text(text),
        Shape.OneOf words => new JsonObject { ["enum"] = Array(words.Words) },
        Shape.Flag => new JsonObject { ["type"] = "boolean" },
        Shape.Number number => Number(number),
        Shape.ListOf list => ListOf(list),
        Shape.MapOf map => MapOf(map),
        Shape.Mapping mapping => Mapping(mapping),
        _ => throw new InvalidOperationException($"Unknown shape {shape}."),
    };

    private JsonObject Text(Shape.Text text) => text switch
    {
        { Pattern: { } pattern } => new JsonObject { ["type"] = Scalars(), ["pattern"] = pattern, ["patternErrorMessage"] = text.PatternAdvice },
        { Offers: { } kind } => Reference(SnakeCase.Of(kind), () => new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["enum"] = Names(kind) }, Of(new Shape.Text())) }),
        _ => Reference("text", () => new JsonObject { ["type"] = Scalars(), ["minLength"] = 1 }),
    };

    private static JsonObject Number(Shape.Number number)
    {
        var schema = new JsonObject { ["type"] = "integer", ["minimum"] = number.From };
        if (number.To < int.MaxValue)
            schema["maximum"] = number.To;
        return schema;
    }

    private JsonObject ListOf(Shape.ListOf list)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Of(list.Item) };
        if (!list.MayBeEmpty)
            schema["minItems"] = 1;
        return list.MayBeSingle ? new JsonObject { ["anyOf"] = new JsonArray(schema, Of(list.Item)) } : schema;
    }

    private JsonObject MapOf(Shape.MapOf map)
    {
        if (map.Offers is not { } kind)
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(map.Value) };
        var names = Reference($"by_{SnakeCase.Of(kind)}", () => new JsonObject { ["properties"] = new JsonObject(LibraryNames.Of(library, kind).Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject()))) });
        return new JsonObject { ["type"] = "object", ["allOf"] = new JsonArray(names), ["patternProperties"] = new JsonObject { [""] = Of(map.Value) } };
    }

    private JsonObject Mapping(Shape.Mapping mapping)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(mapping.Keys.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)Described(key)))),
            ["additionalProperties"] = mapping.Others is { } others ? Of(others) : JsonValue.Create(false),
        };
        if (mapping.Keys.Where(key => key.IsRequired).Select(key => key.Name).ToList() is { Count: > 0 } required)
            schema["required"] = Array(required);
        if (mapping.ExactlyOne.Count > 0)
            schema["oneOf"] = new JsonArray([.. mapping.ExactlyOne.Select(key => new JsonObject { ["required"] = Array([key]), ["errorMessage"] = $"Exactly one of {string.Join(", ", mapping.ExactlyOne)} must be here." })]);
        if (mapping.Beside.Count > 0)
            schema["dependencies"] = new JsonObject(mapping.Beside.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Array([pair.Beside]))));
        return schema;
    }

    /// <summary>Draft 7 ignores a description beside a reference; editors show it all the same.</summary>
    private JsonObject Described(Key key)
    {
        var schema = Of(key.Value);
        schema["description"] = key.Description;
        return schema;
    }

    private JsonObject Reference(string name, Func<JsonObject> define)
    {
        if (!_definitions.ContainsKey(name))
            _definitions[name] = define();
        return new JsonObject { ["$ref"] = $"#/definitions/{name}" };
    }

    private JsonArray Names(NameKind kind) => Array(LibraryNames.Of(library, kind));

    private static JsonArray Scalars() => Array(["string", "number", "boolean"]);

    private static JsonArray Array(IEnumerable<string> items) => new([.. items.Select(item => JsonValue.Create(item))]);
}

using System.Text.RegularExpressions;

namespace Helpline.Dialogs.Import;

/// <summary>
/// Gives contact fields, groups, results and locals their facts. Fields and groups are the contact's own and outlast a conversation (<see cref="FactNames.Own"/>);
/// results are remembered only if something reads them, because all facts share a few hundred bytes.
/// </summary>
internal sealed partial class FactBook
{
    /// <summary>The fact of an answer in own words that nothing reads: a free answer needs one.</summary>
    public const string Unread = "answer";

    private readonly SafeNames _names = new([.. FactNames.Known, Unread]);
    private readonly Dictionary<(ReferenceKind Kind, string Key), string> _facts = [];
    private readonly HashSet<(ReferenceKind Kind, string Key)> _read = [];

    /// <summary>Results that are copied to one contact field, by (flow, kind, key): facts are not copied here, so the answer is remembered as the field at once.</summary>
    private readonly Dictionary<(string Flow, ReferenceKind Kind, string Key), string?> _copied = [];

    public FactBook(RapidProExport export)
    {
        foreach (var flow in export.Flows)
        {
            foreach (var text in Templates(flow))
            {
                foreach (var part in TemplateText.Parts(text).Where(part => part.IsExpression))
                {
                    if (Reference.Of(part.Text) is { Kind: not ReferenceKind.None } reference)
                        _read.Add((Own(reference.Kind), reference.Key));
                }
            }

            foreach (var router in flow.Nodes.Select(node => node.Router).OfType<RapidProRouter>().Where(router => router.Cases.Any(test => test.Type == "has_category")))
                _read.Add((ReferenceKind.Category, Reference.OfWhole(router.Operand).Key ?? ""));
            foreach (var action in flow.Nodes.SelectMany(node => node.Actions).Where(action => action.Type is "set_contact_field" or "set_contact_name"))
            {
                if (Reference.OfWhole(action.Text) is not { Kind: ReferenceKind.Result or ReferenceKind.Category } copied)
                    continue;
                var field = action.Type == "set_contact_name" ? Name : Field(action.Name);
                var key = (flow.Uuid, copied.Kind, copied.Key);
                _copied[key] = _copied.TryGetValue(key, out var other) && other != field ? null : field;
            }
        }
    }

    /// <summary>Of the contact's name.</summary>
    public string Name => Of(ReferenceKind.Name, "", $"{FactNames.Own}name");

    public string Field(string key) => Of(ReferenceKind.Field, key.ToLowerInvariant(), $"{FactNames.Own}{SafeNames.Of(key)}");

    public string Group(RapidProGroup group) => Of(ReferenceKind.Groups, group.Name, $"{FactNames.Own}group_{SafeNames.Of(group.Name)}");

    public string Local(string key) => Of(ReferenceKind.Local, key.ToLowerInvariant(), $"local_{SafeNames.Of(key)}");

    /// <summary>The fact of a result of a flow, by the name that people gave it.</summary>
    public string Result(string flow, string name, bool isCategory = false)
    {
        var kind = isCategory ? ReferenceKind.Category : ReferenceKind.Result;
        var key = KeyOf(name);
        return _copied.GetValueOrDefault((flow, kind, key)) ?? Of(kind, key, Plain(key) + (isCategory ? "_category" : ""));
    }

    /// <summary>True if any flow reads such a result.</summary>
    public bool IsRead(string name, bool isCategory = false) => _read.Contains((isCategory ? ReferenceKind.Category : ReferenceKind.Result, KeyOf(name)));

    /// <summary>The fact that a reference in a flow stands for; null if there is none.</summary>
    public string? Of(string flow, Reference reference) => reference.Kind switch
    {
        ReferenceKind.Field => Field(reference.Key),
        ReferenceKind.Result or ReferenceKind.Category => Result(flow, reference.Key, reference.Kind == ReferenceKind.Category),
        ReferenceKind.OthersResult or ReferenceKind.OthersCategory => Others(reference),
        ReferenceKind.Local => Local(reference.Key),
        ReferenceKind.Name => Name,
        ReferenceKind.Language => FactNames.Language,
        _ => null,
    };

    /// <summary>As RapidPro makes a key of a result's name.</summary>
    private static string KeyOf(string name) => NotOfKey().Replace(name.Trim(), "_").ToLowerInvariant();

    /// <summary>If every flow that copies such a result copies it to the same field, it is that field's fact.</summary>
    private string Others(Reference reference)
    {
        var kind = Own(reference.Kind);
        var copies = _copied.Where(copy => copy.Key.Kind == kind && copy.Key.Key == reference.Key).Select(copy => copy.Value).Distinct().ToList();
        return copies is [{ } only] ? only : Result("", reference.Key, kind == ReferenceKind.Category);
    }

    private static ReferenceKind Own(ReferenceKind kind) => kind switch
    {
        ReferenceKind.OthersResult => ReferenceKind.Result,
        ReferenceKind.OthersCategory => ReferenceKind.Category,
        _ => kind,
    };

    /// <summary>A result that is called like something that the code reads, or like what outlasts a conversation, must not become that.</summary>
    private static string Plain(string key) => SafeNames.Of(key) is var safe && (safe.Length == 0 || safe.StartsWith(FactNames.Own, StringComparison.Ordinal) || FactNames.IsKept(safe) || FactNames.Known.Contains(safe)) ? $"result_{safe}".TrimEnd('_') : safe;

    private string Of(ReferenceKind kind, string key, string wish)
    {
        if (!_facts.TryGetValue((kind, key), out var fact))
            _facts[(kind, key)] = fact = _names.Take(wish, "fact");
        return fact;
    }

    private static IEnumerable<string> Templates(RapidProFlow flow) => flow.Nodes
        .SelectMany(node => node.Actions.Select(action => action.Text).Concat(node.Router is { } router ? router.Cases.SelectMany(test => test.Arguments).Append(router.Operand) : []))
        .Concat(flow.Localization.Values.SelectMany(texts => texts));

    [GeneratedRegex(@"[^\p{L}\d_]+")]
    private static partial Regex NotOfKey();
}

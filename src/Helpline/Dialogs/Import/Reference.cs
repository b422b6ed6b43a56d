using System.Text.RegularExpressions;

namespace Helpline.Dialogs.Import;

/// <summary>What a simple RapidPro expression such as <c>@results.age</c> names.</summary>
/// <param name="Key">The field's or result's key, in lower case.</param>
internal readonly partial record struct Reference(ReferenceKind Kind, string Key)
{
    /// <summary>What begins an expression; an at sign before any other word is a plain one, as in an e-mail address.</summary>
    private static readonly HashSet<string> Roots =
    [
        "child", "contact", "fields", "globals", "input", "legacy_extra", "locals", "node", "parent", "results", "resume", "run", "ticket", "trigger", "urns", "webhook",
    ];

    public static bool IsRoot(string word) => Roots.Contains(word.ToLowerInvariant());

    /// <summary>The reference that an expression without its at sign is, also in brackets; any other expression is of the kind None.</summary>
    public static Reference Of(string expression)
    {
        var path = expression.Trim();
        while (path is ['(', .., ')'])
            path = path[1..^1].Trim();
        if (!Path().IsMatch(path))
            return default;
        var isOthers = path.StartsWith("child.", StringComparison.OrdinalIgnoreCase) || path.StartsWith("parent.", StringComparison.OrdinalIgnoreCase);
        string[] names = [.. path.ToLowerInvariant().Split('.').Skip(isOthers ? 1 : 0)];
        return names switch
        {
            ["contact", "fields", var key] => new Reference(ReferenceKind.Field, key),
            ["fields", var key] => new Reference(ReferenceKind.Field, key),
            ["run", "results", ..] => Result(names[2..], isOthers),
            ["results", ..] => Result(names[1..], isOthers),
            ["locals", var key] when !isOthers => new Reference(ReferenceKind.Local, key),
            ["contact", "name"] => new Reference(ReferenceKind.Name, ""),
            ["contact", "language"] => new Reference(ReferenceKind.Language, ""),
            ["contact", "groups"] => new Reference(ReferenceKind.Groups, ""),
            ["run", "status"] or ["status"] when isOthers => new Reference(ReferenceKind.ChildStatus, ""),
            ["input"] or ["input", "text"] when !isOthers => new Reference(ReferenceKind.Input, ""),
            _ => default,
        };
    }

    private static Reference Result(string[] path, bool isOthers) => path switch
    {
        [var key] => new Reference(isOthers ? ReferenceKind.OthersResult : ReferenceKind.Result, key),
        [var key, "value"] => new Reference(isOthers ? ReferenceKind.OthersResult : ReferenceKind.Result, key),
        [var key, "category"] => new Reference(isOthers ? ReferenceKind.OthersCategory : ReferenceKind.Category, key),
        _ => default,
    };

    /// <summary>The reference that a whole text is, such as the operand of a split; None if it is anything else.</summary>
    public static Reference OfWhole(string text) => TemplateText.Parts(text.Trim()) is [{ IsExpression: true } only] ? Of(only.Text) : default;

    [GeneratedRegex(@"^\w+(\.\w+)*$")]
    private static partial Regex Path();
}

internal enum ReferenceKind
{
    None,
    Field,
    Result,
    Category,

    /// <summary>Of the flow that called, or was called.</summary>
    OthersResult,
    OthersCategory,
    Local,
    Name,
    Language,
    Groups,
    ChildStatus,
    Input,
}

using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Helpline.Dialogs;

/// <summary>Refuses YAML that is nested deeper than any dialog: YamlDotNet's tree is read by recursion, and a running server reads files that people change.</summary>
internal sealed class ShallowParser(IParser inner) : IParser
{
    /// <summary>Lists and mappings within each other.</summary>
    private const int MostNested = 50;

    private int _depth;

    public ParsingEvent? Current => inner.Current;

    public bool MoveNext()
    {
        if (!inner.MoveNext())
            return false;
        _depth += inner.Current!.NestingIncrease;
        if (_depth > MostNested)
            throw new YamlException(inner.Current.Start, inner.Current.End, $"lists and mappings are nested more than {MostNested} deep");
        return true;
    }
}

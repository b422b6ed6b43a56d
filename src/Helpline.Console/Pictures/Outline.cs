using System.Globalization;
using Helpline.Dialogs.Graphs;

namespace Helpline.Console.Pictures;

/// <summary>The shapes of nodes, as data of SVG paths: nobody has to tell red from green.</summary>
internal static class Outline
{
    private const double Cut = 16;

    public static string Of(NodeKind kind, Box box)
    {
        var (left, top, right, bottom) = (box.X, box.Y, box.X + box.Width, box.Y + box.Height);
        var middle = (top + bottom) / 2;
        return kind switch
        {
            NodeKind.Question => Round(box, 14),
            NodeKind.Step => Round(box, 2),
            NodeKind.Branch => Svg($"M {left} {middle} L {left + Cut} {top} H {right - Cut} L {right} {middle} L {right - Cut} {bottom} H {left + Cut} Z"),
            NodeKind.Call => Svg($"{Round(box, 2)} M {left + 8} {top} V {bottom} M {right - 8} {top} V {bottom}"),
            NodeKind.Handoff => Svg($"M {left + Cut} {top} H {right - Cut} L {right} {top + Cut} V {bottom - Cut} L {right - Cut} {bottom} H {left + Cut} L {left} {bottom - Cut} V {top + Cut} Z"),
            NodeKind.End => Round(box, Math.Min(30, box.Height / 2)),
            NodeKind.Return => Svg($"M {left + Cut} {top} H {right} V {bottom} H {left + Cut} L {left} {middle} Z"),
            NodeKind.Flow => Svg($"M {left} {top} H {right - Cut} L {right} {top + Cut} V {bottom} H {left} Z M {right - Cut} {top} V {top + Cut} H {right}"),
            NodeKind.Root => Svg($"M {left + Cut} {top} H {right - Cut} L {right} {bottom} H {left} Z"),
            NodeKind.Missing => Svg($"M {left} {top} H {right} L {right - Cut} {bottom} H {left + Cut} Z"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of node."),
        };
    }

    private static string Round(Box box, double radius) =>
        Svg($"M {box.X + radius} {box.Y} H {box.X + box.Width - radius} a {radius} {radius} 0 0 1 {radius} {radius} V {box.Y + box.Height - radius} a {radius} {radius} 0 0 1 {-radius} {radius} H {box.X + radius} a {radius} {radius} 0 0 1 {-radius} {-radius} V {box.Y + radius} a {radius} {radius} 0 0 1 {radius} {-radius} Z");

    private static string Svg(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using Helpline.Dialogs;
using Helpline.Dialogs.Graphs;

namespace Helpline.Console.Pictures;

/// <summary>Room for texts. The server has no fonts: it reckons with wide letters, and Urdu's tall lines.</summary>
internal static class TextSize
{
    private const double NodeWidth = 208;
    private const double Padding = 26;
    private const double MostLabelWidth = 160;
    private const double LabelPadding = 12;
    private const double Letter = 7;
    private const double NoteLine = 15;
    private const double NameLine = 19;
    private const double WordsLine = 17;
    private const double UrduLine = 31;

    public static (double Width, double Height) Of(GraphNode node, string language)
    {
        var text = NodeWidth - (2 * Padding);
        return (NodeWidth, 18 + (Lines(node.Note, text) * NoteLine) + (Lines(node.Name, text) * NameLine) + (Lines(node.Words, text) * Line(language, node.Words)));
    }

    public static (double Width, double Height) Of(GraphEdge edge, string language)
    {
        if (edge.Label.Length == 0)
            return (0, 0);
        var width = Math.Min(MostLabelWidth, (edge.Label.Length * Letter) + LabelPadding);
        return (width, 6 + (Lines(edge.Label, width - LabelPadding + Letter) * Line(language, edge.Label)));
    }

    private static double Line(string language, string text) => Languages.IsInArabicScript(language) && text.Any(character => character > '\u05ff') ? UrduLine : WordsLine;

    /// <summary>The lines that a text takes, broken at its spaces.</summary>
    private static int Lines(string text, double width)
    {
        var (lines, used) = (text.Length == 0 ? 0 : 1, 0d);
        foreach (var word in text.Split(' '))
        {
            var length = (word.Length + 1) * Letter;
            if (used > 0 && used + length > width)
                (lines, used) = (lines + 1, 0);
            lines += (int)(length / (width + Letter)); // a long name is broken within
            used += length % (width + Letter);
        }

        return lines;
    }
}

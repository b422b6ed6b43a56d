using Helpline.Console.Pictures;
using Helpline.Dialogs;
using Helpline.Dialogs.Graphs;

namespace Helpline.Console.Tests.Pictures;

/// <summary>A picture that can be read: everything has its own place.</summary>
public class LayeredLayoutTests
{
    public static TheoryData<int, bool> Graphs => [.. Enumerable.Range(1, 40).Select(seed => new TheoryDataRow<int, bool>(seed, seed % 2 == 0))];

    [Theory]
    [MemberData(nameof(Graphs))]
    public void NothingCoversAnother(int seed, bool isWide)
    {
        var picture = LayeredLayout.Of(Any(seed, isWide));

        var boxes = picture.Nodes.Select(node => node.Box).Concat(picture.Edges.Select(edge => edge.Label).OfType<Box>()).ToList();
        foreach (var (i, box) in boxes.Index())
        {
            box.X.ShouldBeGreaterThanOrEqualTo(0);
            box.Y.ShouldBeGreaterThanOrEqualTo(0);
            (box.X + box.Width).ShouldBeLessThanOrEqualTo(picture.Width + 0.01);
            (box.Y + box.Height).ShouldBeLessThanOrEqualTo(picture.Height + 0.01);
            boxes.Skip(i + 1).ShouldNotContain(other => Overlap(box, other));
        }
    }

    [Fact]
    public void AnswersLeadDown_AndCirclesAreDrawnOnce()
    {
        var picture = LayeredLayout.Of(new DialogGraph("", Languages.English, [Node("a") with { IsStart = true }, Node("b"), Node("c")], [Edge("a", "b"), Edge("b", "c"), Edge("c", "a"), Edge("a", "c")]));

        Top("a").ShouldBeLessThan(Top("b"));
        Top("b").ShouldBeLessThan(Top("c"));
        picture.Edges.Count.ShouldBe(4);
        picture.Edges.Single(edge => edge.Edge.From == "c").Path.ShouldStartWith("M ");

        double Top(string id) => picture.Nodes.Single(node => node.Node.Id == id).Box.Y;
    }

    [Fact]
    public void TheSameGraph_GivesTheSamePicture() =>
        LayeredLayout.Of(Any(7, isWide: false)).Edges.ShouldBe(LayeredLayout.Of(Any(7, isWide: false)).Edges);

    private static DialogGraph Any(int seed, bool isWide)
    {
        var random = new Random(seed);
        var nodes = Enumerable.Range(0, random.Next(1, 25)).Select(i => Node($"n{i}") with { IsStart = i == 0, Words = new string('w', random.Next(60)) }).ToList();
        var edges = Enumerable.Range(0, random.Next(40))
            .Select(_ => Edge(nodes[random.Next(nodes.Count)].Id, nodes[random.Next(nodes.Count)].Id) with { Label = string.Join(' ', Enumerable.Repeat("word", random.Next(12))) })
            .Where(edge => !isWide || edge.From != edge.To)
            .DistinctBy(edge => (edge.From, edge.To));
        return new DialogGraph("Any", Languages.English, nodes, [.. edges]) { IsWide = isWide };
    }

    private static bool Overlap(Box one, Box other) =>
        one.X < other.X + other.Width && other.X < one.X + one.Width && one.Y < other.Y + other.Height && other.Y < one.Y + one.Height;

    private static GraphNode Node(string id) => new(id, NodeKind.Question, id, "question", "");

    private static GraphEdge Edge(string from, string to) => new(from, to, EdgeKind.Answer, "Yes");
}

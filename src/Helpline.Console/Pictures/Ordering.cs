namespace Helpline.Console.Pictures;

/// <summary>Orders layers so that few edges cross: each slot near the middle of its neighbours, from above and from below in turn; the best of all is kept.</summary>
internal static class Ordering
{
    private const int Rounds = 12;

    public static void Sort(IReadOnlyList<List<Slot>> layers)
    {
        var best = Remember(layers);
        var fewest = Crossings(layers);
        for (var round = 0; round < Rounds && fewest > 0; round++)
        {
            foreach (var layer in round % 2 == 0 ? layers : layers.Reverse())
                Sort(layer, round % 2 == 0 ? slot => slot.Above : slot => slot.Below);
            if (Crossings(layers) is var crossings && crossings < fewest)
                (fewest, best) = (crossings, Remember(layers));
        }

        foreach (var (layer, order) in layers.Zip(best))
            Put(layer, order);
    }

    private static void Sort(List<Slot> layer, Func<Slot, List<Slot>> neighbours) =>
        Put(layer, [.. layer.OrderBy(slot => neighbours(slot) is { Count: > 0 } some ? some.Average(neighbour => neighbour.Index) : slot.Index)]);

    private static void Put(List<Slot> layer, Slot[] order)
    {
        for (var i = 0; i < order.Length; i++)
        {
            layer[i] = order[i];
            order[i].Index = i;
        }
    }

    private static List<Slot[]> Remember(IReadOnlyList<List<Slot>> layers) => [.. layers.Select(layer => layer.ToArray())];

    private static int Crossings(IReadOnlyList<List<Slot>> layers) => layers.Sum(layer =>
    {
        var ends = layer.SelectMany(slot => slot.Below.Select(below => (From: slot.Index, To: below.Index))).ToArray();
        var crossings = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            for (var j = i + 1; j < ends.Length; j++)
            {
                if ((ends[i].From - ends[j].From) * (ends[i].To - ends[j].To) < 0)
                    crossings++;
            }
        }

        return crossings;
    });
}

namespace Helpline.Console.Pictures;

/// <summary>
/// Places slots along their layers without changing their order: as near to the middle of their neighbours as the others leave room. What passes through many
/// layers is drawn straight first.
/// </summary>
internal static class Spreading
{
    private const int Rounds = 16;
    private const double Gap = 22;
    private const double Straight = 8;

    /// <summary>Sets every slot's middle, from 0 on; returns the breadth of all.</summary>
    public static double Spread(IReadOnlyList<List<Slot>> layers)
    {
        foreach (var layer in layers)
            Place(layer, _ => 0, _ => 1);
        for (var round = 0; round < Rounds; round++)
        {
            var isDown = round % 2 == 0;
            foreach (var layer in isDown ? layers : layers.Reverse())
                Place(layer, slot => Wish(slot, round < Rounds - 2 ? isDown ? slot.Above : slot.Below : [.. slot.Above, .. slot.Below]), slot => slot.Node is null ? Straight : 1);
        }

        var all = layers.SelectMany(layer => layer).ToList();
        var left = all.Min(slot => slot.Middle - (slot.Breadth / 2));
        foreach (var slot in all)
            slot.Middle -= left;
        return all.Max(slot => slot.Middle + (slot.Breadth / 2));
    }

    private static double Wish(Slot slot, List<Slot> neighbours)
    {
        if (neighbours.Count == 0)
            return slot.Middle;
        double Weight(Slot other) => slot.Node is null && other.Node is null ? Straight : 1;
        return neighbours.Sum(other => other.Middle * Weight(other)) / neighbours.Sum(Weight);
    }

    /// <summary>The places with the least squares of distances to the wishes: slots that want the same room share it (pool adjacent violators).</summary>
    private static void Place(List<Slot> layer, Func<Slot, double> wish, Func<Slot, double> weight)
    {
        var pools = new Stack<(double Place, double Weight, int Count)>();
        var offsets = new double[layer.Count];
        for (var i = 0; i < layer.Count; i++)
        {
            offsets[i] = i == 0 ? 0 : offsets[i - 1] + ((layer[i - 1].Breadth + layer[i].Breadth) / 2) + Gap;
            var pool = (Place: wish(layer[i]) - offsets[i], Weight: weight(layer[i]), Count: 1);
            while (pools.TryPeek(out var before) && before.Place > pool.Place)
            {
                pools.Pop();
                var both = before.Weight + pool.Weight;
                pool = (((before.Place * before.Weight) + (pool.Place * pool.Weight)) / both, both, before.Count + pool.Count);
            }

            pools.Push(pool);
        }

        var next = 0;
        foreach (var pool in pools.Reverse())
        {
            for (var i = 0; i < pool.Count; i++, next++)
                layer[next].Middle = pool.Place + offsets[next];
        }
    }
}

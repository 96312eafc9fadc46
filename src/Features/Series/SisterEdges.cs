using Bqx.Core;

namespace Bqx.Features;

/// <summary>The 168 unordered pairs of sisters. What is symmetric in the two is computed once an edge and read by both.</summary>
internal static class SisterEdges
{
    /// <summary>28 pairs with 12 sisters each, every edge seen from both ends.</summary>
    public const int Count = Pair.Count * Sisters.Count / 2;

    /// <summary>Pair index of an edge's one end.</summary>
    public static readonly int[] One = new int[Count];

    /// <summary>Pair index of an edge's other end.</summary>
    public static readonly int[] Other = new int[Count];

    // By pair · 12 + slot.
    private static readonly int[] Edge = new int[Pair.Count * Sisters.Count];
    private static readonly double[] Orientation = new double[Pair.Count * Sisters.Count];
    private static readonly int[] Index = new int[Pair.Count * Sisters.Count];

    static SisterEdges()
    {
        var known = new Dictionary<(int, int), int>();
        foreach (var pair in Pair.All)
        {
            for (var slot = 0; slot < Sisters.Count; slot++)
            {
                var (sister, orientation) = Sisters.Of(pair)[slot];
                var ends = (Math.Min(pair.Index, sister.Index), Math.Max(pair.Index, sister.Index));
                if (!known.TryGetValue(ends, out var edge))
                {
                    edge = known[ends] = known.Count;
                    (One[edge], Other[edge]) = ends;
                }

                var position = (pair.Index * Sisters.Count) + slot;
                (Edge[position], Orientation[position], Index[position]) = (edge, orientation, sister.Index);
            }
        }
    }

    /// <summary>Edges of a pair, by slot.</summary>
    public static ReadOnlySpan<int> EdgesOf(int pair) => Edge.AsSpan(pair * Sisters.Count, Sisters.Count);

    /// <summary>Orientations of a pair's sisters, by slot: ±1.</summary>
    public static ReadOnlySpan<double> OrientationsOf(int pair) => Orientation.AsSpan(pair * Sisters.Count, Sisters.Count);

    /// <summary>Pair indices of a pair's sisters, by slot.</summary>
    public static ReadOnlySpan<int> SistersOf(int pair) => Index.AsSpan(pair * Sisters.Count, Sisters.Count);
}

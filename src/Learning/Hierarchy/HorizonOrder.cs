using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Hierarchy;

/// <summary>Targets from the shortest horizon to the longest, in levels of one horizon each.</summary>
internal sealed class HorizonOrder
{
    public HorizonOrder(ImmutableArray<Target> targets)
    {
        Indices = [.. Enumerable.Range(0, targets.Length).OrderBy(i => targets[i].Horizon.Minutes).ThenBy(i => i)];
        var levels = ImmutableArray.CreateBuilder<(int First, int Count)>();
        for (var first = 0; first < Indices.Length;)
        {
            var horizon = targets[Indices[first]].Horizon;
            var count = Indices.Skip(first).TakeWhile(i => targets[i].Horizon == horizon).Count();
            levels.Add((first, count));
            first += count;
        }

        Levels = levels.ToImmutable();
    }

    /// <summary>Index of each target, in this order.</summary>
    public ImmutableArray<int> Indices { get; }

    /// <summary>Places of each level in this order.</summary>
    public ImmutableArray<(int First, int Count)> Levels { get; }

    /// <summary>How many targets there are.</summary>
    public int Count => Indices.Length;
}

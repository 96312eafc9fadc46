using System.Numerics;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>State of a family whose pairs do not see each other: one <typeparamref name="TState"/> a pair.</summary>
internal sealed class PairFamilyState<TState>(MarketState market, Func<PairSeries, TState> create) : FamilyState
    where TState : PairState
{
    private readonly TState[] _pairs = [.. Pair.All.Select(pair => create(market.Pairs[pair.Index]))];

    public override void Advance()
    {
        for (var running = market.Running; running != 0; running &= running - 1)
        {
            _pairs[BitOperations.TrailingZeroCount(running)].Advance();
        }
    }

    public override void Write(int pair, Span<float> values) => _pairs[pair].Write(values);

    public override void Reset() => Array.ForEach(_pairs, pair => pair.Reset());

    public override void Save(SnapshotWriter writer) => Array.ForEach(_pairs, pair => pair.Save(writer));

    public override void Load(ref SnapshotReader reader)
    {
        foreach (var pair in _pairs)
        {
            pair.Load(ref reader);
        }
    }
}

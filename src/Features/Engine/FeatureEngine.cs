using System.Buffers;
using Bqx.Core;

namespace Bqx.Features;

/// <summary>
/// The one engine behind history and live: bars in, minute by minute, features of all 28 pairs out. O(1) per bar and window,
/// no allocation. Not thread-safe: one writer, and readers between its steps.
/// <para>
/// Families are advanced one after another, each over all pairs: the cross-pair families see every pair at the same minute.
/// Missing pairs, and up to 30 market minutes without a bar of any pair, are filled with the last close. After more than 30
/// such minutes the segment has ended: the next bar starts from nothing. Values depend on all bars since the segment's start,
/// so start at a segment's start or from a snapshot.
/// </para>
/// </summary>
public sealed class FeatureEngine
{
    private readonly MarketState _market = new();
    private readonly PairSeries[] _series;
    private readonly FamilyState[] _states;

    // Where each family's values begin; one more, where the last one's end.
    private readonly int[] _offsets;
    private readonly int[] _barOfPair = new int[Pair.Count];
    private int _silent;

    public FeatureEngine()
    {
        _series = [.. _market.Pairs];
        _states = [.. FeatureCatalogue.Families.Select(family => family.CreateState(_market))];
        _offsets = new int[_states.Length + 1];
        for (var k = 0; k < _states.Length; k++)
        {
            _offsets[k + 1] = _offsets[k] + FeatureCatalogue.Families[k].Definitions.Length;
        }
    }

    /// <summary>Close of the last minute taken in; null before the first.</summary>
    public Minute? Close { get; private set; }

    /// <summary>Close of the running segment's first bar; null while none runs.</summary>
    public Minute? SegmentStart { get; private set; }

    /// <summary>Takes in one market minute.</summary>
    /// <param name="close">Later than every minute taken in before, within market hours.</param>
    /// <param name="bars">The bars that close then, at most one a pair, in any order; may be empty.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: nothing has been taken in.</exception>
    public AdvanceResult Advance(Minute close, ReadOnlySpan<Bar> bars)
    {
        var number = Validate(close, bars);
        var skipped = Close is null ? 0 : number - _market.Number - 1;
        var silentBefore = _silent + skipped;
        var ends = SegmentStart is not null && silentBefore + (bars.IsEmpty ? 1 : 0) > MarketCalendar.LongestGap;
        if (ends)
        {
            ResetSegment();
        }

        Close = close;
        if (SegmentStart is null && bars.IsEmpty)
        {
            _market.Number = number;
            return new AdvanceResult(0, SegmentStarted: false, InSegment: false);
        }

        var started = SegmentStart is null;
        var filled = started ? 0 : skipped;
        for (var minute = number - filled; minute < number; minute++)
        {
            Step(minute, []);
        }

        SegmentStart ??= close;
        _silent = bars.IsEmpty ? silentBefore + 1 : 0;
        Step(number, bars);
        return new AdvanceResult(filled, started, InSegment: true);
    }

    /// <summary>Whether a pair's vector is complete, and its flags.</summary>
    public FeatureStatus Status(Pair pair)
    {
        var series = _series[pair.Index];
        return new FeatureStatus(series.Count, _market.History, series.Count == 0 ? VectorFlags.None : series.Flags);
    }

    /// <summary>Last price of a pair in this segment, ticks; 0 before its first bar.</summary>
    public int LastCloseTicks(Pair pair) => _series[pair.Index].Close;

    /// <summary>
    /// Writes a pair's features in schema order, the lead-lag family by the default graph. False, and nothing written, while history
    /// is lacking.
    /// </summary>
    /// <param name="pair">The pair.</param>
    /// <param name="values">At least <see cref="FeatureSchema.Count"/> long.</param>
    public bool TryRead(Pair pair, Span<float> values)
    {
        var offsets = _offsets;
        values = values[..offsets[^1]];
        if (_market.History < FeatureCatalogue.LongestLookback)
        {
            return false;
        }

        var states = _states;
        var index = pair.Index;
        for (var k = 0; k < states.Length; k++)
        {
            states[k].Write(index, values[offsets[k]..offsets[k + 1]]);
        }

        return true;
    }

    /// <summary>
    /// The same with the lead-lag family by a graph of its own. Such a vector has the fingerprint <see cref="LeadLagGraph.FingerprintOf"/>.
    /// </summary>
    /// <param name="pair">The pair.</param>
    /// <param name="values">At least <see cref="FeatureSchema.Count"/> long.</param>
    /// <param name="graph">By how much sisters lead.</param>
    public bool TryRead(Pair pair, Span<float> values, LeadLagGraph graph)
    {
        if (!TryRead(pair, values))
        {
            return false;
        }

        for (var k = 0; k < _states.Length; k++)
        {
            (_states[k] as LeadLagState)?.Write(pair.Index, values[_offsets[k].._offsets[k + 1]], graph);
        }

        return true;
    }

    /// <summary>What the lead-lag family is made of now, for graphs that become known later.</summary>
    public LeadLagMinutes ReadLeadLag()
    {
        var index = Array.FindIndex(_states, state => state is LeadLagState);
        return ((LeadLagState)_states[index]).Copy(_offsets[index]);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        ResetSegment();
        Close = null;
    }

    /// <summary>Appends a snapshot from which an engine of the same catalogue continues bit for bit.</summary>
    public void Save(IBufferWriter<byte> output) => Snapshot.Seal(output, FeatureCatalogue.Schema.Fingerprint, SaveState);

    /// <summary>Continues from a snapshot.</summary>
    /// <exception cref="FaultException">
    /// <see cref="Fault.InvalidInput"/>: damaged, or of another format; <see cref="Fault.SchemaMismatch"/>: of another catalogue.
    /// The engine is then as before.
    /// </exception>
    public void Load(ReadOnlySpan<byte> snapshot)
    {
        var reader = new SnapshotReader(Snapshot.Open(snapshot, FeatureCatalogue.Schema.Fingerprint));
        var (close, segment) = (reader.ReadInt32(), reader.ReadInt32());
        Close = close == 0 ? null : new Minute(close);
        SegmentStart = segment == 0 ? null : new Minute(segment);
        _silent = reader.ReadInt32();
        _market.Number = reader.ReadInt32();
        foreach (var series in _series)
        {
            series.Load(ref reader);
        }

        _market.CountHistory();
        _market.Sisters.Load(ref reader);

        foreach (var state in _states)
        {
            state.Load(ref reader);
        }
    }

    /// <summary>The same. False, and the engine is as before, where the snapshot is of no use: another version of the program may have stored it.</summary>
    public bool TryLoad(ReadOnlySpan<byte> snapshot)
    {
        try
        {
            Load(snapshot);
            return true;
        }
        catch (FaultException)
        {
            return false;
        }
    }

    private void SaveState(SnapshotWriter writer)
    {
        writer.Write(Close?.Value ?? 0);
        writer.Write(SegmentStart?.Value ?? 0);
        writer.Write(_silent);
        writer.Write(_market.Number);
        foreach (var series in _series)
        {
            series.Save(writer);
        }

        _market.Sisters.Save(writer);

        foreach (var state in _states)
        {
            state.Save(writer);
        }
    }

    private int Validate(Minute close, ReadOnlySpan<Bar> bars)
    {
        var number = MarketCalendar.NumberOf(close);
        if (Close is { } last && close <= last)
        {
            throw new FaultException(Fault.InvalidInput, $"The engine is at {last}: {close} is not later.");
        }

        _barOfPair.AsSpan().Fill(-1);
        for (var i = 0; i < bars.Length; i++)
        {
            ref readonly var bar = ref bars[i];
            if (bar.Close != close)
            {
                throw new FaultException(Fault.InvalidInput, $"A bar of {bar.Pair} closes at {bar.Close}, not at {close}.");
            }

            RequirePrices(bar);
            ref var index = ref _barOfPair[bar.Pair.Index];
            if (index >= 0)
            {
                throw new FaultException(Fault.InvalidInput, $"{bar.Pair} has two bars that close at {close}.");
            }

            index = i;
        }

        return number;
    }

    // Logarithms and the 64-bit sums rest on it.
    private static void RequirePrices(in Bar bar)
    {
        if (!(IsPrice(bar.OpenTicks) & IsPrice(bar.HighTicks) & IsPrice(bar.LowTicks) & IsPrice(bar.CloseTicks)))
        {
            throw new FaultException(
                Fault.InvalidInput,
                $"{bar.Pair} opens the minute that closes at {bar.Close} at {bar.OpenTicks} ticks, has high {bar.HighTicks} and low "
                + $"{bar.LowTicks} and closes at {bar.CloseTicks} ticks: each must be 1 to {Bar.MaxTicks}.");
        }
    }

    private static bool IsPrice(int ticks) => (uint)(ticks - 1) < Bar.MaxTicks;

    // Uses _barOfPair where there are bars: Validate has filled it.
    private void Step(int number, ReadOnlySpan<Bar> bars)
    {
        _market.Number = number;
        var barOfPair = _barOfPair;
        for (var pair = 0; pair < _series.Length; pair++)
        {
            var bar = bars.IsEmpty ? -1 : barOfPair[pair];
            if (bar >= 0)
            {
                _series[pair].Advance(number, bars[bar]);
            }
            else
            {
                _series[pair].Fill(number);
            }
        }

        _market.CountHistory();
        _market.Sisters.Advance();

        foreach (var state in _states)
        {
            state.Advance();
        }
    }

    private void ResetSegment()
    {
        SegmentStart = null;
        _silent = 0;
        foreach (var series in _series)
        {
            series.Reset();
        }

        _market.CountHistory();
        _market.Sisters.Reset();

        foreach (var state in _states)
        {
            state.Reset();
        }
    }
}

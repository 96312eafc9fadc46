using System.Buffers;
using System.Collections.Immutable;
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
    private readonly ImmutableArray<(FamilyState State, int Offset, int Count)> _families;
    private readonly int[] _barOfPair = new int[Pair.Count];
    private int _silent;

    public FeatureEngine()
    {
        var offset = 0;
        var families = ImmutableArray.CreateBuilder<(FamilyState, int, int)>();
        foreach (var family in FeatureCatalogue.Families)
        {
            families.Add((family.CreateState(_market), offset, family.Definitions.Length));
            offset += family.Definitions.Length;
        }

        _families = families.ToImmutable();
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
        var series = _market.Pairs[pair.Index];
        return new FeatureStatus(series.Count, _market.History, series.Count == 0 ? VectorFlags.None : series.Flags);
    }

    /// <summary>Last price of a pair in this segment, ticks; 0 before its first bar.</summary>
    public int LastCloseTicks(Pair pair) => _market.Pairs[pair.Index].Close;

    /// <summary>
    /// Writes a pair's features in schema order, the lead-lag family by the default graph. False, and nothing written, while history
    /// is lacking.
    /// </summary>
    /// <param name="pair">The pair.</param>
    /// <param name="values">At least <see cref="FeatureSchema.Count"/> long.</param>
    public bool TryRead(Pair pair, Span<float> values)
    {
        values = values[..FeatureCatalogue.Schema.Count];
        if (!Status(pair).IsComplete)
        {
            return false;
        }

        foreach (var (state, offset, count) in _families)
        {
            state.Write(pair.Index, values.Slice(offset, count));
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

        foreach (var (state, offset, count) in _families)
        {
            (state as LeadLagState)?.Write(pair.Index, values.Slice(offset, count), graph);
        }

        return true;
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
        foreach (var series in _market.Pairs)
        {
            series.Load(ref reader);
        }

        _market.CountHistory();
        _market.Sisters.Load(ref reader);

        foreach (var (state, _, _) in _families)
        {
            state.Load(ref reader);
        }
    }

    private void SaveState(SnapshotWriter writer)
    {
        writer.Write(Close?.Value ?? 0);
        writer.Write(SegmentStart?.Value ?? 0);
        writer.Write(_silent);
        writer.Write(_market.Number);
        foreach (var series in _market.Pairs)
        {
            series.Save(writer);
        }

        _market.Sisters.Save(writer);

        foreach (var (state, _, _) in _families)
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

        Array.Fill(_barOfPair, -1);
        for (var i = 0; i < bars.Length; i++)
        {
            ref readonly var bar = ref bars[i];
            if (bar.Close != close)
            {
                throw new FaultException(Fault.InvalidInput, $"A bar of {bar.Pair} closes at {bar.Close}, not at {close}.");
            }

            if (bar.CloseTicks is <= 0 or > Bar.MaxTicks)
            {
                throw new FaultException(
                    Fault.InvalidInput, $"{bar.Pair} closes {close} at {bar.CloseTicks} ticks: 1 to {Bar.MaxTicks} are right.");
            }

            if (_barOfPair[bar.Pair.Index] >= 0)
            {
                throw new FaultException(Fault.InvalidInput, $"{bar.Pair} has two bars that close at {close}.");
            }

            _barOfPair[bar.Pair.Index] = i;
        }

        return number;
    }

    // Uses _barOfPair where there are bars: Validate has filled it.
    private void Step(int number, ReadOnlySpan<Bar> bars)
    {
        _market.Number = number;
        for (var pair = 0; pair < Pair.Count; pair++)
        {
            var series = _market.Pairs[pair];
            if (!bars.IsEmpty && _barOfPair[pair] >= 0)
            {
                series.Advance(number, bars[_barOfPair[pair]]);
            }
            else
            {
                series.Fill(number);
            }
        }

        _market.CountHistory();
        _market.Sisters.Advance();

        foreach (var (state, _, _) in _families)
        {
            state.Advance();
        }
    }

    private void ResetSegment()
    {
        SegmentStart = null;
        _silent = 0;
        foreach (var series in _market.Pairs)
        {
            series.Reset();
        }

        _market.CountHistory();
        _market.Sisters.Reset();

        foreach (var (state, _, _) in _families)
        {
            state.Reset();
        }
    }
}

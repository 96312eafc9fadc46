using System.Diagnostics;
using Bqx.Core;
using Bqx.Features;

namespace Bqx.Benchmarks.Features;

/// <summary>An engine past its warm-up that takes minute after minute and gives all vectors of all pairs.</summary>
internal sealed class SteadyState
{
    private readonly FeatureEngine _engine = new();
    private readonly float[] _values = new float[Pair.Count * FeatureCatalogue.Schema.Count];
    private readonly IReadOnlyList<MinuteBars> _minutes;
    private int _next;

    public SteadyState(IReadOnlyList<MinuteBars> minutes)
    {
        _minutes = minutes;
        while (_engine.Status(Pair.All[0]).MissingMinutes > 0)
        {
            _engine.Advance(_minutes[_next].Close, _minutes[_next].Bars.Span);
            _next++;
        }
    }

    /// <summary>Minutes not yet taken in.</summary>
    public int Left => _minutes.Count - _next;

    /// <summary>Microseconds a minute, over a number of them, for taking it in and reading all pairs.</summary>
    public (double Advance, double Read) Run(int count)
    {
        long advance = 0, read = 0;
        for (var i = 0; i < count; i++, _next++)
        {
            var started = Stopwatch.GetTimestamp();
            _engine.Advance(_minutes[_next].Close, _minutes[_next].Bars.Span);
            var advanced = Stopwatch.GetTimestamp();
            ReadAll();
            advance += advanced - started;
            read += Stopwatch.GetTimestamp() - advanced;
        }

        var perMicrosecond = Stopwatch.Frequency / 1e6;
        return (advance / perMicrosecond / count, read / perMicrosecond / count);
    }

    /// <summary>The floor: microseconds to write as many bytes as all vectors have, from one array to another.</summary>
    public double WriteFloor(int count)
    {
        var source = new float[_values.Length];
        new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(source.AsSpan()));
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            source.CopyTo(_values, 0);
        }

        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / count;
    }

    private void ReadAll()
    {
        var width = FeatureCatalogue.Schema.Count;
        foreach (var pair in Pair.All)
        {
            _engine.TryRead(pair, _values.AsSpan(pair.Index * width, width));
        }
    }
}

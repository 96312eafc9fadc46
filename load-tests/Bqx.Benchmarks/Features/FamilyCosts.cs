using System.Diagnostics;
using Bqx.Core;
using Bqx.Features;

namespace Bqx.Benchmarks.Features;

/// <summary>What each family costs, and some of them together: the families driven one by one, without the engine around them.</summary>
internal sealed class FamilyCosts
{
    private readonly MarketState _market = new();
    private readonly List<(IFeatureFamily Family, FamilyState State, float[] Values)> _families;
    private readonly long[] _advance;
    private readonly long[] _write;
    private long _series;
    private long _sisters;
    private int _measured;

    public FamilyCosts()
    {
        _families = [.. FeatureCatalogue.Families.Select(
            family => (family, family.CreateState(_market), new float[Pair.Count * family.Definitions.Length]))];
        _advance = new long[_families.Count];
        _write = new long[_families.Count];
    }

    public void Run(IReadOnlyList<MinuteBars> minutes, int warmUp)
    {
        for (var i = 0; i < minutes.Count; i++)
        {
            Step(minutes[i], i >= warmUp);
        }
    }

    /// <summary>Nanoseconds a pair and minute: the shared series and the moments of sisters first, then each family.</summary>
    public IEnumerable<(string Name, int Count, double Advance, double Write)> Lines()
    {
        var scale = 1e9 / Stopwatch.Frequency / _measured / Pair.Count;
        yield return ("series", 0, _series * scale, 0);
        yield return ("sisters", 0, _sisters * scale, 0);
        for (var k = 0; k < _families.Count; k++)
        {
            var definitions = _families[k].Family.Definitions;
            yield return ($"{definitions[0].Family}", definitions.Length, _advance[k] * scale, _write[k] * scale);
        }
    }

    private void Step(MinuteBars minute, bool measure)
    {
        var number = MarketCalendar.NumberOf(minute.Close);
        var mark = Stopwatch.GetTimestamp();
        AdvanceSeries(number, minute.Bars.Span);
        var series = Lap(ref mark);
        _series += measure ? series : 0;
        _market.Sisters.Advance();
        var sisters = Lap(ref mark);
        _sisters += measure ? sisters : 0;
        for (var k = 0; k < _families.Count; k++)
        {
            _families[k].State.Advance();
            var advance = Lap(ref mark);
            _advance[k] += measure ? advance : 0;
        }

        for (var k = 0; measure && k < _families.Count; k++)
        {
            WriteAll(_families[k]);
            _write[k] += Lap(ref mark);
        }

        _measured += measure ? 1 : 0;
    }

    private void AdvanceSeries(int number, ReadOnlySpan<Bar> bars)
    {
        _market.Number = number;
        Span<bool> came = stackalloc bool[Pair.Count];
        foreach (ref readonly var bar in bars)
        {
            came[bar.Pair.Index] = true;
            _market.Pairs[bar.Pair.Index].Advance(number, bar);
        }

        for (var pair = 0; pair < Pair.Count; pair++)
        {
            if (!came[pair])
            {
                _market.Pairs[pair].Fill(number);
            }
        }

        _market.CountHistory();
    }

    private static void WriteAll((IFeatureFamily Family, FamilyState State, float[] Values) family)
    {
        var width = family.Family.Definitions.Length;
        for (var pair = 0; pair < Pair.Count; pair++)
        {
            family.State.Write(pair, family.Values.AsSpan(pair * width, width));
        }
    }

    private static long Lap(ref long mark)
    {
        var now = Stopwatch.GetTimestamp();
        var lap = now - mark;
        mark = now;
        return lap;
    }
}

using Bqx.Core;

namespace Bqx.Server.Pipeline;

/// <summary>
/// The bars of the last completed minutes, so that a bar that comes again is recognized and one that comes late can be put in its place.
/// Not thread-safe: the pipeline's thread alone uses it.
/// </summary>
internal sealed class BarHistory
{
    /// <summary>Minutes that are kept at least, once there are that many.</summary>
    public const int Capacity = 1440;

    private const int Slack = 240;

    // Ascending by close; trimmed in chunks.
    private readonly List<MinuteBars> _minutes = [];

    /// <summary>Close of the first minute kept; null when there is none.</summary>
    public Minute? First => _minutes.Count > 0 ? _minutes[0].Close : null;

    /// <summary>Appends a completed minute.</summary>
    public void Append(MinuteBars minute)
    {
        if (_minutes.Count > 0 && minute.Close <= _minutes[^1].Close)
        {
            throw new ArgumentException($"{minute.Close} is not later than {_minutes[^1].Close}.", nameof(minute));
        }

        _minutes.Add(minute);
        if (_minutes.Count > Capacity + Slack)
        {
            _minutes.RemoveRange(0, Slack);
        }
    }

    /// <summary>The bar of a pair and minute, or null.</summary>
    public Bar? Find(Pair pair, Minute close)
    {
        var index = IndexOf(close);
        if (index < 0)
        {
            return null;
        }

        foreach (ref readonly var bar in _minutes[index].Bars.Span)
        {
            if (bar.Pair == pair)
            {
                return bar;
            }
        }

        return null;
    }

    /// <summary>Puts a bar in its place, instead of another or where there was none. False when its minute lies before all that is kept.</summary>
    public bool TryPut(in Bar bar)
    {
        if (First is not { } first || bar.Close < first)
        {
            return false;
        }

        var (pair, index) = (bar.Pair, IndexOf(bar.Close));
        if (index < 0)
        {
            _minutes.Insert(~index, new MinuteBars(bar.Close, new[] { bar }));
            return true;
        }

        var others = _minutes[index].Bars.ToArray().Where(other => other.Pair != pair);
        _minutes[index] = new MinuteBars(bar.Close, others.Append(bar).OrderBy(other => other.Pair).ToArray());
        return true;
    }

    /// <summary>The kept minutes after a close, in time order.</summary>
    public IEnumerable<MinuteBars> After(Minute close)
    {
        var index = IndexOf(close);
        return _minutes.Skip(index < 0 ? ~index : index + 1);
    }

    // As List.BinarySearch: the complement of where it would be when it is absent.
    private int IndexOf(Minute close)
    {
        var (low, high) = (0, _minutes.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = _minutes[middle].Close.CompareTo(close);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}

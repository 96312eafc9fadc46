using System.Text;

namespace Bqx.Server.Telemetry;

/// <summary>
/// One series: a value, or the buckets of a histogram. Written without a lock, on a stripe of the writing processor, so that request
/// threads do not fight for one cache line; a reader adds the stripes up.
/// </summary>
internal sealed class MetricSeries
{
    private static readonly int StripeMask = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 16)) - 1;

    private readonly string _labels;
    private readonly double[] _bounds;
    private readonly MetricStripe[] _stripes;

    public MetricSeries(string labels, IReadOnlyList<double>? bounds)
    {
        _labels = labels;
        _bounds = bounds is null ? [] : [.. bounds];
        _stripes = [.. Enumerable.Range(0, StripeMask + 1).Select(_ => new MetricStripe(bounds is null ? 0 : bounds.Count + 1))];
    }

    /// <summary>Adds a value, or replaces what is there.</summary>
    public void Record(double value, bool replaces)
    {
        if (replaces)
        {
            _stripes[0].Replace(value);
            return;
        }

        var bucket = -1;
        if (_bounds.Length > 0)
        {
            bucket = Array.BinarySearch(_bounds, value);
            bucket = bucket < 0 ? ~bucket : bucket;
        }

        _stripes[Thread.GetCurrentProcessorId() & StripeMask].Add(value, bucket);
    }

    /// <summary>Adds the number of values in each bucket.</summary>
    public void AddTo(long[] counts)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] += _stripes.Sum(stripe => stripe.Count(i));
        }
    }

    public void Write(StringBuilder text, string name)
    {
        var sum = _stripes.Sum(stripe => stripe.Value);
        if (_bounds.Length == 0)
        {
            Line(text, name, "", MetricsText.Show(sum));
            return;
        }

        var count = 0L;
        for (var i = 0; i <= _bounds.Length; i++)
        {
            count += _stripes.Sum(stripe => stripe.Count(i));
            var bound = i < _bounds.Length ? _bounds[i] : double.PositiveInfinity;
            Line(text, name + "_bucket", $"le=\"{MetricsText.Show(bound)}\"", $"{count}");
        }

        Line(text, name + "_sum", "", MetricsText.Show(sum));
        Line(text, name + "_count", "", $"{count}");
    }

    private void Line(StringBuilder text, string name, string extra, string value)
    {
        var labels = _labels.Length > 0 && extra.Length > 0 ? $"{_labels},{extra}" : _labels + extra;
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value).Append('\n');
    }
}

using System.Collections.Immutable;

namespace Bqx.Ingest;

/// <summary>What became of a file's rows.</summary>
public sealed class ReadReport
{
    private const int MaxExamples = 5;

    private readonly long[] _rejected = new long[Enum.GetValues<BarRejection>().Length];
    private readonly List<string> _examples = [];

    /// <summary>Rows read, the header not counted.</summary>
    public long Rows { get; private set; }

    /// <summary>Bars that passed.</summary>
    public long Accepted { get; private set; }

    /// <summary>Rows that did not.</summary>
    public long Rejected => Rows - Accepted;

    /// <summary>Counts by reason, those above zero.</summary>
    public IReadOnlyDictionary<BarRejection, long> ByReason =>
        Enum.GetValues<BarRejection>().Where(reason => _rejected[(int)reason] > 0).ToDictionary(reason => reason, reason => _rejected[(int)reason]);

    /// <summary>The first rejected rows, such as <c>line 17: OffGrid</c>.</summary>
    public ImmutableArray<string> Examples => [.. _examples];

    internal void Count(BarRejection rejection, long line)
    {
        Rows++;
        if (rejection == BarRejection.None)
        {
            Accepted++;
            return;
        }

        _rejected[(int)rejection]++;
        if (_examples.Count < MaxExamples)
        {
            _examples.Add($"line {line}: {rejection}");
        }
    }
}

using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>What became of a file's rows.</summary>
public sealed class ReadReport
{
    /// <summary>Most rejected rows that are kept, a reason.</summary>
    public const int MaxKept = 1_000;

    private const int MaxExamples = 5;

    private readonly long[] _rejected = new long[Enum.GetValues<BarRejection>().Length];
    private readonly List<RejectedRow> _kept = [];

    /// <summary>Rows read, the header not counted.</summary>
    public long Rows { get; private set; }

    /// <summary>Bars that passed.</summary>
    public long Accepted { get; private set; }

    /// <summary>Rows that did not.</summary>
    public long Rejected => Rows - Accepted;

    /// <summary>Counts by reason, those above zero.</summary>
    public IReadOnlyDictionary<BarRejection, long> ByReason =>
        Enum.GetValues<BarRejection>().Where(reason => _rejected[(int)reason] > 0).ToDictionary(reason => reason, reason => _rejected[(int)reason]);

    /// <summary>The first rejected rows of each reason, by line. Rows that repeat the one before lose nothing and are only counted.</summary>
    public IReadOnlyList<RejectedRow> Kept => [.. _kept.OrderBy(row => row.Line)];

    /// <summary>The first of all rejected rows, such as <c>line 17: OffGrid</c>.</summary>
    public ImmutableArray<string> Examples { get; private set; } = [];

    internal void Accept()
    {
        Rows++;
        Accepted++;
    }

    internal void Reject(RejectedRow row)
    {
        Rows++;
        if (++_rejected[(int)row.Reason] <= MaxKept && row.Reason != BarRejection.Repeated)
        {
            _kept.Add(row);
        }

        if (Examples.Length < MaxExamples)
        {
            Examples = Examples.Add($"line {row.Line}: {row.Reason}");
        }
    }
}

using Bqx.Core;

namespace Bqx.Server.Requests;

/// <summary>What a caller's vector was run with; filled by who runs it.</summary>
internal sealed class VectorCapture
{
    /// <summary>The pairs of the rows.</summary>
    public IReadOnlyList<Pair> Pairs { get; private set; } = [];

    /// <summary>The rows that were run together.</summary>
    public ReadOnlyMemory<float> Rows { get; private set; }

    /// <summary>Which of them is the caller's.</summary>
    public int Position { get; private set; }

    /// <summary>Whether it went straight to the head.</summary>
    public bool IsHead { get; private set; }

    public void Fill(ReadOnlySpan<Pair> pairs, ReadOnlySpan<float> rows, int position, bool isHead = false) =>
        (Pairs, Rows, Position, IsHead) = (pairs.ToArray(), rows.ToArray(), position, isHead);
}

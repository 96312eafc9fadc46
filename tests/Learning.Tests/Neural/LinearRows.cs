using Bqx.Learning.Neural;
using Bqx.Learning.Neural.Networks;

namespace Bqx.Learning.Tests.Neural;

/// <summary>Rows of twelve columns that are mixtures of three factors.</summary>
internal sealed class LinearRows : IBatchSource
{
    private const int Columns = 12;
    private readonly float[] _values;
    private int _fills;

    public LinearRows(int rows, int seed)
    {
        Rows = rows;
        var mixing = GradientCheck.Numbers(3 * Columns, 77);
        var factors = GradientCheck.Numbers(3 * rows, seed);
        _values = [.. Enumerable.Range(0, rows * Columns).Select(
            i => (float)Enumerable.Range(0, 3).Sum(k => factors[(i / Columns * 3) + k] * mixing[(k * Columns) + (i % Columns)]))];
    }

    public int Rows { get; }

    /// <summary>What to do once so many batches were filled.</summary>
    public (int Fills, Action Act)? AfterFills { get; init; }

    public void Fill(ReadOnlySpan<int> rows, BatchBuffers buffers)
    {
        var features = buffers[AutoencoderNetwork.Features];
        for (var i = 0; i < rows.Length; i++)
        {
            _values.AsSpan(rows[i] * Columns, Columns).CopyTo(features.AsSpan(i * Columns));
        }

        if (AfterFills is { } after && ++_fills == after.Fills)
        {
            after.Act();
        }
    }
}

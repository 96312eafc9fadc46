using System.Numerics.Tensors;

namespace Bqx.Learning.Linear;

/// <summary>
/// Accumulates XᵀX and XᵀY of a stream of rows. Blocks of rows are multiplied in float32 and added up in float64, so that the sums of
/// a million rows keep some ten digits.
/// </summary>
public sealed class NormalEquations
{
    private const int BlockRows = 256;
    private readonly int _columns;
    private readonly int _targets;
    private readonly float[] _block;
    private int _filled;

    /// <param name="columns">Columns of X.</param>
    /// <param name="targets">Columns of Y.</param>
    public NormalEquations(int columns, int targets)
    {
        (_columns, _targets) = (columns, targets);
        _block = new float[(columns + targets) * BlockRows];
        Gram = new double[columns, columns];
        Moments = new double[columns, targets];
    }

    /// <summary>XᵀX; complete after <see cref="Finish"/>.</summary>
    public double[,] Gram { get; }

    /// <summary>XᵀY; complete after <see cref="Finish"/>.</summary>
    public double[,] Moments { get; }

    /// <summary>How many rows were added.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        for (var j = 0; j < _columns; j++)
        {
            _block[(j * BlockRows) + _filled] = x[j];
        }

        for (var k = 0; k < _targets; k++)
        {
            _block[((_columns + k) * BlockRows) + _filled] = y[k];
        }

        Rows++;
        if (++_filled == BlockRows)
        {
            Flush();
        }
    }

    /// <summary>Takes in the last block and completes the symmetric half.</summary>
    public void Finish()
    {
        Flush();
        for (var i = 0; i < _columns; i++)
        {
            for (var j = 0; j < i; j++)
            {
                Gram[i, j] = Gram[j, i];
            }
        }
    }

    private void Flush()
    {
        if (_filled == 0)
        {
            return;
        }

        for (var i = 0; i < _columns; i++)
        {
            var column = Column(i);
            for (var j = i; j < _columns; j++)
            {
                Gram[i, j] += TensorPrimitives.Dot(column, Column(j));
            }

            for (var k = 0; k < _targets; k++)
            {
                Moments[i, k] += TensorPrimitives.Dot(column, Column(_columns + k));
            }
        }

        _filled = 0;
    }

    private ReadOnlySpan<float> Column(int index) => _block.AsSpan(index * BlockRows, _filled);
}

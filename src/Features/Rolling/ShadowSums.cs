using System.Numerics;

namespace Bqx.Features;

/// <summary>Many <see cref="ShadowSum"/>s of the same window side by side, slid together.</summary>
internal sealed class ShadowSums
{
    private readonly int _window;
    private readonly double[] _sums;
    private readonly double[] _shadows;

    /// <param name="window">Values in a sum.</param>
    /// <param name="count">How many sums; a multiple of the widest vector's doubles.</param>
    public ShadowSums(int window, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(count % Vector<double>.Count, 0);
        (_window, _sums, _shadows) = (window, new double[count], new double[count]);
    }

    public ReadOnlySpan<double> Values => _sums;

    /// <param name="number">Market-minute number of the values.</param>
    /// <param name="entering">The new values.</param>
    /// <param name="leaving">The values of W minutes ago, 0 where there were none.</param>
    public void Slide(int number, ReadOnlySpan<double> entering, ReadOnlySpan<double> leaving)
    {
        var phase = number % _window;
        for (var i = 0; i < _sums.Length; i += Vector<double>.Count)
        {
            var enters = new Vector<double>(entering[i..]);
            var shadow = phase == 0 ? enters : new Vector<double>(_shadows, i) + enters;
            shadow.CopyTo(_shadows, i);
            var sum = phase == _window - 1 ? shadow : new Vector<double>(_sums, i) + enters - new Vector<double>(leaving[i..]);
            sum.CopyTo(_sums, i);
        }
    }

    public void Save(SnapshotWriter writer)
    {
        for (var i = 0; i < _sums.Length; i++)
        {
            writer.Write(_sums[i]);
            writer.Write(_shadows[i]);
        }
    }

    public void Load(ref SnapshotReader reader)
    {
        for (var i = 0; i < _sums.Length; i++)
        {
            _sums[i] = reader.ReadDouble();
            _shadows[i] = reader.ReadDouble();
        }
    }

    public void Reset()
    {
        Array.Clear(_sums);
        Array.Clear(_shadows);
    }
}

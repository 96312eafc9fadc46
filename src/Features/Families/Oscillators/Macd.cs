namespace Bqx.Features;

/// <summary>
/// Moving average convergence and divergence, 12, 26, 9. The averages are kept as distances from the value, as in family 14.
/// </summary>
internal struct Macd
{
    private const double Decay12 = 11.0 / 13;
    private const double Decay26 = 25.0 / 27;
    private const double Gain9 = 0.2;

    private double _distance12;
    private double _distance26;

    /// <summary>E(x, 12) − E(x, 26).</summary>
    public double Line { get; private set; }

    /// <summary>E(line, 9).</summary>
    public double Signal { get; private set; }

    /// <param name="change">x[t] − x[t−1].</param>
    public void Add(double change)
    {
        _distance12 = Decay12 * (_distance12 + change);
        _distance26 = Decay26 * (_distance26 + change);
        Line = _distance26 - _distance12;
        Signal += Gain9 * (Line - Signal);
    }

    public readonly void Write(double inverseUnit, Span<float> values)
    {
        values[2] = (float)((Line - Signal) * inverseUnit);
        values[1] = (float)(Signal * inverseUnit);
        values[0] = (float)(Line * inverseUnit);
    }

    public readonly void Save(SnapshotWriter writer)
    {
        writer.Write(_distance12);
        writer.Write(_distance26);
        writer.Write(Signal);
    }

    public void Load(ref SnapshotReader reader)
    {
        _distance12 = reader.ReadDouble();
        _distance26 = reader.ReadDouble();
        Signal = reader.ReadDouble();
        Line = _distance26 - _distance12;
    }
}

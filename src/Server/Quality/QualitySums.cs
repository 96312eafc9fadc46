namespace Bqx.Server.Quality;

/// <summary>Sums over samples, from which the figures follow.</summary>
internal struct QualitySums
{
    private double _absolute;
    private double _squared;
    private double _martingale;
    private long _halfHits;
    private long _covered;

    public long Count { get; private set; }

    /// <summary>Adds a sample, or takes one away that was added.</summary>
    public void Add(in QualitySample sample, int sign = 1)
    {
        double error = sample.Error, martingale = sample.MartingaleError;
        Count += sign;
        _absolute += sign * Math.Abs(error);
        _squared += sign * error * error;
        _martingale += sign * martingale * martingale;
        _halfHits += sign * sample.HalfHits;
        _covered += sample.IsCovered ? sign : 0;
    }

    /// <summary>Adds the sums of others.</summary>
    public void Add(in QualitySums other)
    {
        Count += other.Count;
        _absolute += other._absolute;
        _squared += other._squared;
        _martingale += other._martingale;
        _halfHits += other._halfHits;
        _covered += other._covered;
    }

    /// <summary>The figures; null without a sample.</summary>
    public readonly QualityFigures? ToFigures() => Count == 0
        ? null
        : new QualityFigures(
            Count,
            _absolute / Count,
            _squared / Count,
            _martingale > 0 ? 1 - (_squared / _martingale) : null,
            0.5 * _halfHits / Count,
            (double)_covered / Count);
}

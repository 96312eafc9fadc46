using Bqx.Core;

namespace Bqx.Ingest.Synthetic;

/// <summary>
/// Value of one currency: its logarithm walks. A pair's price is the ratio of two factors, so triangles close by construction.
/// </summary>
internal sealed class CurrencyFactor
{
    /// <summary>Points of the path within a minute, the close being the last.</summary>
    public const int Steps = 6;

    private const int PlantedLag = 60;
    private const double GarchAlpha = 0.05;
    private const double GarchBeta = 0.94;
    private const double HighestVariance = 25;

    private readonly SyntheticOptions _options;
    private readonly Currency _currency;
    private readonly double _sigma;
    private readonly double _planted;
    private readonly double[] _shocks = new double[PlantedLag];
    private double _log;
    private double _variance = 1;

    public CurrencyFactor(Currency currency, SyntheticOptions options)
    {
        _currency = currency;
        _options = options;
        (var start, _sigma) = Start(currency);
        _log = PortableMath.Log(start);

        // x = e + κ·e[−60] gives BQX60 an autocorrelation of κ/(1+κ²) at 60 minutes: solved for κ.
        var ic = options.InformationCoefficient;
        _planted = ic == 0 ? 0 : (1 - Math.Sqrt(1 - (4 * ic * ic))) / (2 * ic);
    }

    /// <summary>Walks one market minute.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="random">The minute's stream.</param>
    /// <param name="path">Receives the value at each step.</param>
    public void Advance(int number, ref CounterRandom random, Span<double> path)
    {
        var scale = _sigma * Profile(number) * Math.Sqrt(_variance);
        var shock = NextShock(number, scale, ref random);
        var slot = number % PlantedLag;
        var move = shock + (_planted * _shocks[slot]);
        _shocks[slot] = shock;

        // A Brownian bridge from the last close to this one.
        Span<double> walk = stackalloc double[Steps];
        var sum = 0.0;
        var step = scale / Math.Sqrt(Steps);
        for (var i = 0; i < Steps; i++)
        {
            walk[i] = sum += step * random.NextGaussian();
        }

        for (var i = 0; i < Steps; i++)
        {
            var share = (i + 1.0) / Steps;
            path[i] = PortableMath.Exp(_log + walk[i] + (share * (move - sum)));
        }

        _log += move;
        path[Steps - 1] = PortableMath.Exp(_log);
    }

    private double Profile(int number) =>
        _options.Sessions ? SessionProfile.At(_currency, number % MarketCalendar.MinutesPerDay) : 1;

    private double NextShock(int number, double scale, ref CounterRandom random)
    {
        var z = _options.Innovations == InnovationLaw.Gaussian ? random.NextGaussian() : random.NextStudentT4();
        if (_options.Garch)
        {
            var next = 1 - GarchAlpha - GarchBeta + (_variance * ((GarchAlpha * z * z) + GarchBeta));
            _variance = Math.Min(next, HighestVariance);
        }

        var shock = scale * z;
        if (random.NextUniform() < _options.JumpsPerDay / MarketCalendar.MinutesPerDay)
        {
            shock += _sigma * _options.JumpSize * random.NextGaussian();
        }

        if (number % MarketCalendar.MinutesPerWeek == 0 && _options.WeekendMinutes > 0)
        {
            shock += _sigma * Math.Sqrt(_options.WeekendMinutes) * random.NextGaussian();
        }

        return shock;
    }

    // Value in US dollars at the start, and standard deviation of a minute's log return.
    private static (double Value, double Sigma) Start(Currency currency) => currency switch
    {
        Currency.Eur => (1.1000, 0.80e-4),
        Currency.Gbp => (1.2800, 1.00e-4),
        Currency.Aud => (0.7600, 1.00e-4),
        Currency.Nzd => (0.7100, 1.10e-4),
        Currency.Usd => (1.0000, 0.80e-4),
        Currency.Cad => (1 / 1.30, 0.90e-4),
        Currency.Chf => (1 / 0.98, 0.80e-4),
        _ => (1 / 112.0, 1.00e-4),
    };
}

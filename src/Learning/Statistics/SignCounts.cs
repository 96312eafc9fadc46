namespace Bqx.Learning.Statistics;

/// <summary>How often forecasts and outcomes have which sign; those where either is 0 do not count.</summary>
public struct SignCounts
{
    /// <summary>How many have both signs.</summary>
    public int Count { get; private set; }

    /// <summary>How many have equal signs.</summary>
    public int Hits { get; private set; }

    /// <summary>How many outcomes are positive.</summary>
    public int ActualUp { get; private set; }

    /// <summary>How many forecasts are positive.</summary>
    public int ForecastUp { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(double actual, double forecast)
    {
        if (actual != 0 && forecast != 0)
        {
            Count++;
            Hits += actual > 0 == forecast > 0 ? 1 : 0;
            ActualUp += actual > 0 ? 1 : 0;
            ForecastUp += forecast > 0 ? 1 : 0;
        }
    }
}

using System.ComponentModel.DataAnnotations;

namespace Bqx.Ingest.Synthetic;

/// <summary>What a synthetic market consists of. Every ingredient can be switched off on its own.</summary>
public sealed record SyntheticOptions
{
    /// <summary>A market like a real one: every ingredient but spreads.</summary>
    public static readonly SyntheticOptions Default = new();

    /// <summary>A Gaussian random walk of constant volatility without gaps: the null hypothesis of every benchmark.</summary>
    public static readonly SyntheticOptions GaussianWalk = new()
    {
        Innovations = InnovationLaw.Gaussian,
        Sessions = false,
        Garch = false,
        JumpsPerDay = 0,
        MissingRate = 0,
        GapsPerDay = 0,
        WeekendMinutes = 0,
    };

    /// <value>Law of one-minute shocks. Default: Student t with four degrees of freedom.</value>
    public InnovationLaw Innovations { get; init; } = InnovationLaw.StudentT4;

    /// <value>Whether volatility follows the hours of the day. Default: true.</value>
    public bool Sessions { get; init; } = true;

    /// <value>Whether shocks cluster, by a GARCH(1,1) with α = 0.05, β = 0.94. Default: true.</value>
    public bool Garch { get; init; } = true;

    /// <value>Expected jumps of a currency in a trading day. Default: 0.2.</value>
    [Range(0, 100)]
    public double JumpsPerDay { get; init; } = 0.2;

    /// <value>Standard deviation of a jump, in minutes' standard deviations. Default: 15.</value>
    [Range(0, 100)]
    public double JumpSize { get; init; } = 15;

    /// <value>Probability that a pair has no bar in a minute. Default: 0.004.</value>
    [Range(0, 0.5)]
    public double MissingRate { get; init; } = 0.004;

    /// <value>Expected longer gaps of a pair in a trading day, 5 to 45 minutes each. Default: 0.05.</value>
    [Range(0, 20)]
    public double GapsPerDay { get; init; } = 0.05;

    /// <value>Variance of the weekend's return, in minutes' variances. Default: 60.</value>
    [Range(0, 10_000)]
    public double WeekendMinutes { get; init; } = 60;

    /// <value>Whether bars are bids under a spread that widens around 17:00 New York, so that triangles no longer close. Default: false.</value>
    public bool Spreads { get; init; }

    /// <value>
    /// Planted predictability: the correlation of BQX60 at t with BQX60 at t+60, exact for constant volatility; 0 on a random walk.
    /// Default: 0.
    /// </value>
    [Range(-0.49, 0.49)]
    public double InformationCoefficient { get; init; }
}

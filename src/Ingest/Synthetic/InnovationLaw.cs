namespace Bqx.Ingest.Synthetic;

/// <summary>Law of the shocks, of mean 0 and variance 1.</summary>
public enum InnovationLaw
{
    Gaussian,

    /// <summary>Student t with four degrees of freedom, scaled to variance 1.</summary>
    StudentT4,
}

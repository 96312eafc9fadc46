using System.ComponentModel.DataAnnotations;

namespace Bqx.Storage;

/// <summary>How many calendar months are kept, the month of the last bar included; null: all. Only whole months go.</summary>
public sealed record RetentionOptions
{
    /// <summary>
    /// The fewest that can be kept: live writing reaches back a day, and so over at most one end of a month.
    /// </summary>
    public const int Fewest = 2;

    /// <summary>Months of <c>bqx.m1</c>: the truth, from which all else can be computed again.</summary>
    /// <value>All.</value>
    [Range(Fewest, 1200)]
    public int? Bars { get; init; }

    /// <summary>Months of the feature tables and embeddings.</summary>
    /// <value>All.</value>
    [Range(Fewest, 1200)]
    public int? Features { get; init; }

    /// <summary>Months of <c>bqx.prediction</c>.</summary>
    /// <value>All.</value>
    [Range(Fewest, 1200)]
    public int? Predictions { get; init; }
}

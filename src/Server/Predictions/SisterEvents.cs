using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Server.Predictions;

/// <summary>
/// Which sisters a pair has parted from, read from a row of features: those whose volatility over the last hour
/// differs from its own by more than
/// <see cref="VolatilityRatio"/>, and those with which its correlation has changed by more than <see cref="CorrelationDrift"/> within the hour.
/// Safe for any thread.
/// </summary>
internal sealed class SisterEvents
{
    /// <summary>Above it the event is the pair's own, below its reciprocal the sister's.</summary>
    public const double VolatilityRatio = 1.5;

    /// <summary>
    /// Of atanh ρ over 60 minutes, in either direction: from ρ = 0.76 to 0, for one. On the bars of 2017 the change
    /// has a standard deviation of .31 to .34 by slot (docs/features-2017.md), so this is about three of them. If
    /// returns were Gaussian it would be √(2/57) = .19.
    /// </summary>
    public const float CorrelationDrift = 1;

    private static readonly float LogVolatilityRatio = (float)Math.Log(VolatilityRatio);

    // Positions by slot; empty where the schema has no such features.
    private readonly ImmutableArray<int> _volatility;
    private readonly ImmutableArray<int> _drift;

    public SisterEvents(FeatureSchema schema)
    {
        _volatility = Positions(schema, FeatureNames.RelativeVolatility);
        _drift = Positions(schema, FeatureNames.CorrelationDrift);
    }

    /// <summary>The pair's volatility in units of the sister's, where it is beyond the ratio, by slot.</summary>
    public ImmutableArray<SisterReading> Divergence(Pair pair, ReadOnlySpan<float> features) =>
        Read(pair, features, _volatility, LogVolatilityRatio, MathF.Exp);

    /// <summary>The change of atanh ρ, where it is beyond the bound, by slot.</summary>
    public ImmutableArray<SisterReading> Decoupling(Pair pair, ReadOnlySpan<float> features) =>
        Read(pair, features, _drift, CorrelationDrift, drift => drift);

    private static ImmutableArray<SisterReading> Read(
        Pair pair, ReadOnlySpan<float> features, ImmutableArray<int> positions, float bound, Func<float, float> unit)
    {
        ImmutableArray<SisterReading>.Builder? events = null;
        for (var slot = 0; slot < positions.Length; slot++)
        {
            var value = features[positions[slot]];
            if (Math.Abs(value) > bound)
            {
                (events ??= ImmutableArray.CreateBuilder<SisterReading>()).Add(new SisterReading(Sisters.Of(pair)[slot].Pair, unit(value)));
            }
        }

        return events?.ToImmutable() ?? [];
    }

    private static ImmutableArray<int> Positions(FeatureSchema schema, Func<int, string> name) =>
        schema.Names.Contains(name(0), StringComparer.Ordinal)
            ? [.. Enumerable.Range(0, Sisters.Count).Select(slot => schema.IndexOf(name(slot)))]
            : [];
}

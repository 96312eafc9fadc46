using System.Collections.Immutable;

namespace Bqx.Trainer.Reports.Html.Charts;

/// <summary>A line through points.</summary>
internal sealed record LineSeries(string Name, ImmutableArray<double> X, ImmutableArray<double> Y);

using System.Collections.Immutable;

namespace Bqx.Trainer.Reports.Html.Charts;

/// <summary>A bar: parts one after the other, each with the colour of its place.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Parts">Lengths; more than one are all at least 0.</param>
/// <param name="Error">Standard error of the whole; null where none is known.</param>
/// <param name="Tooltip">What it stands for.</param>
internal sealed record BarRow(string Label, ImmutableArray<double> Parts, double? Error, string Tooltip)
{
    public double Total => Parts.Sum();
}

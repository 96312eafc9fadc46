namespace Bqx.Trainer.Reports.Html.Charts;

/// <summary>Words of a chart.</summary>
/// <param name="Title">Its caption.</param>
/// <param name="Alternative">What it shows, for those who cannot see it.</param>
internal readonly record struct ChartText(string Title, string Alternative);

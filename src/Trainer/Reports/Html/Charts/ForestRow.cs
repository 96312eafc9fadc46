namespace Bqx.Trainer.Reports.Html.Charts;

/// <summary>A value and its standard error, where one is known.</summary>
internal readonly record struct ForestRow(string Label, double Value, double? Error)
{
    /// <summary>Half of the interval that is drawn: two errors.</summary>
    public double Reach => Error is { } error && double.IsFinite(error) ? 2 * error : 0;
}

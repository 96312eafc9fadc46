namespace Bqx.Trainer.Reports.Html.Charts;

/// <summary>A stretch of time in a row of a timeline.</summary>
internal readonly record struct TimelineSpan(string Row, int Group, DateTimeOffset First, DateTimeOffset Last, string Tooltip);

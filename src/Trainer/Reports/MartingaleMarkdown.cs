using Bqx.Core;

namespace Bqx.Trainer.Reports;

/// <summary>The martingale report as a document.</summary>
internal static class MartingaleMarkdown
{
    public static string Of(MartingaleReport report) => new MarkdownText()
        .Heading(1, "The martingale on real bars")
        .Paragraph($"If prices are a random walk, the best forecast of BQX over W minutes, h minutes ahead, is today's BQX over W − h minutes (0 for h ≥ W). It is a feature, so every model has it for nothing; only what a model adds to it is skill. This is what it achieves on {report.Source}, from {report.First} to {report.Last}, every minute of {report.Segments} segments, 28 pairs.")
        .Paragraph($"R² = 1 − Σ(BQX − forecast)²/ΣBQX², without a mean. DA is the share of right signs. On a random walk R² = S2(W−h)/S2(W), S2(n) = n(n+1)(2n+1)/6, and DA = ½ + asin(√R²)/π; real one-minute bars lie a little below, because bouncing prices add noise to the last close. The reference is what was seen when the benchmark was set up; the mean over the pairs agrees when both figures lie within ±{MartingaleReference.Tolerance:0.00} of it.")
        .Table(
            ["W/h", "forecast", "R² of a walk", "reference", "mean of 28", "lowest", "highest", "DA of a walk", "reference", "mean of 28", "lowest", "highest", "agrees"],
            report.Rows.Select(Row))
        .Heading(2, "Signs")
        .Paragraph($"BQX > 0 means that the price fell. Mean over the pairs, every minute t; in brackets a random walk: corr(BQX60 at t+60, return t → t+60) = {report.Signs.Average(sign => sign.ReturnCorrelation):0.000} (−0.870); corr(BQX60 at t+60, −FWD at t) = {report.Signs.Average(sign => sign.ForwardCorrelation):0.000} (0.512), with one sign in {100 * report.Signs.Average(sign => sign.ForwardAgreement):0.0} % (67 %), FWD = Σ (P[t+i] − P[t]) / P[t], i = 1..60.")
        .Heading(2, "By pair")
        .Table(["pair", .. report.Rows.Select(row => $"{Name(row.Target)} R²"), .. report.Rows.Select(row => $"{Name(row.Target)} DA")], Pair.All.Select(pair => ByPair(report, pair)))
        .ToString();

    private static IReadOnlyList<FormattableString> Row(MartingaleRow row) =>
    [
        $"{Name(row.Target)}",
        $"BQX{Martingale.ForecastWindow(row.Target)!.Value.Minutes}",
        $"{Martingale.RSquared(row.Target):0.0000}",
        $"{MartingaleReference.Of(row.Target).RSquared:0.000}",
        $"{row.MeanRSquared:0.0000}",
        $"{row.Pairs.Min(check => check.RSquared):0.0000}",
        $"{row.Pairs.Max(check => check.RSquared):0.0000}",
        $"{100 * Martingale.DirectionalAccuracy(row.Target):0.0} %",
        $"{100 * MartingaleReference.Of(row.Target).Accuracy:0.0} %",
        $"{100 * row.MeanAccuracy:0.0} %",
        $"{100 * row.Pairs.Min(check => check.DirectionalAccuracy):0.0} %",
        $"{100 * row.Pairs.Max(check => check.DirectionalAccuracy):0.0} %",
        $"{(row.Agrees ? "yes" : "NO")}",
    ];

    private static IReadOnlyList<FormattableString> ByPair(MartingaleReport report, Pair pair) =>
    [
        $"{pair.Name}",
        .. report.Rows.Select(row => (FormattableString)$"{row.Pairs[pair.Index].RSquared:0.000}"),
        .. report.Rows.Select(row => (FormattableString)$"{100 * row.Pairs[pair.Index].DirectionalAccuracy:0.0} %"),
    ];

    private static string Name(Target target) => $"{target.Window.Minutes}/{target.Horizon.Minutes}";
}

using System.Collections.Immutable;

namespace Bqx.Trainer.Runs;

/// <summary>A column of a table of figures.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Text">What it says of a row; empty where nothing is known.</param>
internal sealed record FigureColumn(string Name, Func<FigureRow, string> Text)
{
    private static readonly ImmutableArray<FigureColumn> All =
    [
        new("model", row => row.Model),
        new("target", row => row.Target),
        new("slice", row => row.Slice),
        new("skill ± error", row => row.Skill is { } skill ? FigureText.WithError(skill.Value, skill.Error) : ""),
        new("over", row => row.Skill?.Baseline ?? ""),
        new("p (Clark–West)", row => FigureText.PValue(row.ClarkWest?.PValue)),
        new("p (Diebold–Mariano)", row => FigureText.PValue(row.DieboldMariano?.PValue)),
        new("p (Pesaran–Timmermann)", row => FigureText.PValue(row.PesaranTimmermann?.PValue)),
        new("DA", row => FigureText.Percent(row.DirectionalAccuracy?.Value)),
        new("R²", row => FigureText.Plain(row.RSquared?.Value)),
        new("R² of benchmark", row => FigureText.Plain(row.RSquared?.BaselineValue)),
        new("MAE", row => FigureText.Short(row.Mae?.Value)),
        new("RMSE", row => FigureText.Short(row.Rmse?.Value)),
        new("RPS", row => FigureText.Plain(row.RankedScore?.Value)),
        new("CRPS", row => FigureText.Short(row.Crps?.Value)),
        new("coverage", row => FigureText.Percent(row.Coverage?.Value)),
        new("width", row => FigureText.Short(row.Width?.Value)),
        new("rows", row => row.Skill is { } skill ? $"{skill.Rows:N0}" : ""),
    ];

    /// <summary>The columns that say something of these rows, without those named.</summary>
    public static ImmutableArray<FigureColumn> Of(IReadOnlyCollection<FigureRow> rows, params string[] without) =>
        [.. All.Where(column => !without.Contains(column.Name) && rows.Any(row => column.Text(row).Length > 0))];
}

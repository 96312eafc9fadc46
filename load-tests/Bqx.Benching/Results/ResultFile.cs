namespace Bqx.Benching.Results;

internal static class ResultFile
{
    /// <summary>Writes the line to <c>load-tests/results/NAME-DATE.json</c> and returns the path within the repository.</summary>
    public static async Task<string> SaveAsync(string root, BenchResult result, CancellationToken cancellationToken)
    {
        var file = Path.Combine("load-tests", "results", $"{result.Bench}-{result.Date:yyyy-MM-dd}.json");
        Directory.CreateDirectory(Path.Combine(root, "load-tests", "results"));
        await File.WriteAllTextAsync(Path.Combine(root, file), BenchJson.Line(result) + "\n", cancellationToken);
        return file;
    }
}

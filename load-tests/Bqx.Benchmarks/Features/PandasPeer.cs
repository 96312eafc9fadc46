using System.Text.Json;
using Bqx.Benching.Machine;
using Bqx.Benching.Measuring;
using Bqx.Core;

namespace Bqx.Benchmarks.Features;

/// <summary>numpy and pandas on the same bars and columns, one thread each, round by round with the engine's own.</summary>
internal sealed class PandasPeer(string root, int rounds, Action<string> progress)
{
    private const int Minutes = 100_000;
    private const int Every = 997;
    private const int WarmSamples = 3;
    private const double LargestDifference = 0.01;

    // Debian's packages belong to the first, whatever else is on the path.
    private static readonly string[] Pythons = ["/usr/bin/python3", "python3"];

    private static readonly string[] ImportPandas = ["-c", "import pandas"];

    private static readonly Pair[] Pairs = [Pair.Parse("EURUSD"), Pair.Parse("GBPJPY"), Pair.Parse("NZDCAD")];

    /// <exception cref="ToolMissingException">pandas is not installed.</exception>
    /// <exception cref="BenchException">Both sides do not compute the same.</exception>
    public async Task RunAsync(
        IReadOnlyList<MinuteBars> minutes, Dictionary<string, double> figures, Dictionary<string, double> ratios, CancellationToken cancellationToken)
    {
        var python = await FindPythonAsync(cancellationToken);
        var bars = new PeerBars(minutes, Pairs, Minutes);
        var folder = Directory.CreateTempSubdirectory("bqx-pandas-");
        try
        {
            bars.Save(folder.FullName);
            var (theirs, ours) = (new List<double>(), new List<double>());
            for (var round = 1; round <= rounds; round++)
            {
                var output = await RunPythonAsync(python, folder.FullName, cancellationToken);
                ours.Add(RunOurs(bars, output, figures));
                theirs.Add(output.Seconds);
                progress($"round {round}/{rounds}  numpy and pandas {output.Seconds:F2} s, the engine {ours[^1]:F2} s: {output.Rows} rows of {output.Columns} columns");
            }

            figures["numpy_us_per_row"] = 1e6 * Statistics.Median(theirs) / (bars.Minutes.Count * Pairs.Length);
            figures["engine_us_per_row"] = 1e6 * Statistics.Median(ours) / (bars.Minutes.Count * Pairs.Length);
            ratios["over_numpy"] = Statistics.MedianRatio(theirs, ours);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Again and again for as long as the other side took, since a noisy machine may take any part of it away: the mean of the runs.
    private double RunOurs(PeerBars bars, PandasOutput output, Dictionary<string, double> figures)
    {
        var sample = new List<float[]>();
        var (seconds, runs) = (new PeerFamilies(bars).Run(Every, sample.Add), 1);
        figures["numpy_largest_difference"] = Compare(output, sample);
        for (; seconds < output.Seconds; runs++)
        {
            seconds += new PeerFamilies(bars).Run(Every, _ => { });
        }

        return seconds / runs;
    }

    private static async Task<string> FindPythonAsync(CancellationToken cancellationToken)
    {
        var searchPath = Environment.GetEnvironmentVariable("PATH") ?? "";
        foreach (var candidate in Pythons.Where(path => ToolPath.Find(path, searchPath) is not null))
        {
            var check = await CommandLine.RunAsync(candidate, ImportPandas, Path.GetTempPath(), cancellationToken);
            if (check.ExitCode == 0)
            {
                return candidate;
            }
        }

        throw new ToolMissingException("pandas", "python3-pandas");
    }

    private async Task<PandasOutput> RunPythonAsync(string python, string folder, CancellationToken cancellationToken)
    {
        var script = Path.Combine(root, "load-tests", "peers", "pandas", "features.py");
        var run = await CommandLine.RunAsync(
            "env", ["OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", python, script, folder, $"{Every}"], folder, cancellationToken);
        return run.ExitCode == 0
            ? JsonSerializer.Deserialize(run.Output, PandasJson.Default.PandasOutput)!
            : throw new BenchException($"The numpy and pandas peer failed: {run.Errors.Trim().Split('\n')[^1]}");
    }

    // In standard deviations of the column.
    private double Compare(PandasOutput output, List<float[]> sample)
    {
        var worst = (Difference: 0.0, Name: "");
        for (var column = 0; column < PeerFamilies.Names.Count; column++)
        {
            var name = PeerFamilies.Names[column];
            if (!output.Sample.TryGetValue(name, out var theirs))
            {
                throw new BenchException($"The numpy and pandas peer lacks the column {name}.");
            }

            var ours = sample.Skip(WarmSamples).Select(row => (double)row[column]).ToArray();
            var deviation = Math.Sqrt(ours.Average(value => Math.Pow(value - ours.Average(), 2)));
            var difference = ours.Zip(theirs.Skip(WarmSamples), (a, b) => Math.Abs(a - b)).Max() / Math.Max(deviation, 1e-30);
            worst = difference > worst.Difference || double.IsNaN(difference) ? (difference, name) : worst;
        }

        progress($"largest difference: {worst.Difference:G3} standard deviations, of {worst.Name}");
        return worst.Difference <= LargestDifference
            ? worst.Difference
            : throw new BenchException($"{worst.Name} differs from numpy's by {worst.Difference:G3} standard deviations: the columns are not the same.");
    }
}

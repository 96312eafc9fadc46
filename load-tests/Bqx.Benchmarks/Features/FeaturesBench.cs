using System.Diagnostics;
using Bqx.Benching.Machine;
using Bqx.Benching.Measuring;
using Bqx.Benching.Results;
using Bqx.Benchmarks.Bars;
using Bqx.Core;
using Bqx.Features;

namespace Bqx.Benchmarks.Features;

/// <summary>The engine's steady state, a whole year in memory, the write floor, and numpy with pandas beside it.</summary>
internal sealed class FeaturesBench(string root, FeaturesOptions options, Action<string> progress)
{
    private const int MinutesARound = 5_000;
    private const int FamilyMinutes = 12_000;

    public async Task<BenchOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var minutes = MarketBars.Load(options.BarFolder, progress);
        var figures = new Dictionary<string, double> { ["features"] = FeatureCatalogue.Schema.Count, ["year_minutes"] = minutes.Count };
        var ratios = new Dictionary<string, double>();

        // The peer first: both sides then run code that has seen nothing but these families.
        var notes = await MeasurePeerAsync(minutes, figures, ratios, cancellationToken);
        MeasureSteadyState(minutes, figures, ratios, cancellationToken);
        MeasureYear(minutes, figures, cancellationToken);
        if (options.PrintFamilies)
        {
            PrintFamilies(minutes);
        }

        return new BenchOutcome([], figures, ratios, notes);
    }

    private async Task<string[]> MeasurePeerAsync(
        List<MinuteBars> minutes, Dictionary<string, double> figures, Dictionary<string, double> ratios, CancellationToken cancellationToken)
    {
        try
        {
            await new PandasPeer(root, options.Rounds, progress).RunAsync(minutes, figures, ratios, cancellationToken);
            return [];
        }
        catch (ToolMissingException missing)
        {
            return [$"numpy and pandas and their ratio are left out: {missing.Message}"];
        }
    }

    private void MeasureSteadyState(
        List<MinuteBars> minutes,
        Dictionary<string, double> figures,
        Dictionary<string, double> ratios,
        CancellationToken cancellationToken)
    {
        var steady = new SteadyState(minutes);
        if (steady.Left < MinutesARound * (options.Rounds + 1))
        {
            throw new BenchException(
                $"{options.Rounds} rounds need {MinutesARound * (options.Rounds + 1)} minutes after the warm-up; the bars have {steady.Left}.");
        }

        steady.Run(MinutesARound);
        var rounds = new List<(double Advance, double Read, double Floor)>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (advance, read) = steady.Run(MinutesARound);
            rounds.Add((advance, read, steady.WriteFloor(MinutesARound)));
            progress($"round {round}/{options.Rounds}  {advance + read:F1} µs a bar ({advance:F1} taking it in, {read:F1} reading 28 vectors); floor {rounds[^1].Floor:F1} µs");
        }

        figures["us_per_bar"] = Statistics.Median(rounds.Select(round => round.Advance + round.Read));
        figures["us_per_bar_advance"] = Statistics.Median(rounds.Select(round => round.Advance));
        figures["us_per_bar_read"] = Statistics.Median(rounds.Select(round => round.Read));
        figures["us_write_floor"] = Statistics.Median(rounds.Select(round => round.Floor));
        ratios["over_write_floor"] = Statistics.Median(rounds.Select(round => (round.Advance + round.Read) / round.Floor));
    }

    private void MeasureYear(List<MinuteBars> minutes, Dictionary<string, double> figures, CancellationToken cancellationToken)
    {
        var engine = new FeatureEngine();
        var values = new float[FeatureCatalogue.Schema.Count];
        var vectors = 0L;
        var started = Stopwatch.GetTimestamp();
        foreach (var minute in minutes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            engine.Advance(minute.Close, minute.Bars.Span);
            foreach (var pair in Pair.All)
            {
                vectors += engine.TryRead(pair, values) ? 1 : 0;
            }
        }

        figures["year_seconds"] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        figures["year_vectors"] = vectors;
        progress($"a year of {minutes.Count} minutes, {vectors} vectors: {figures["year_seconds"]:F1} s");
    }

    private void PrintFamilies(List<MinuteBars> minutes)
    {
        var costs = new FamilyCosts();
        costs.Run(minutes[..Math.Min(minutes.Count, FamilyMinutes)], FamilyMinutes / 3);
        foreach (var (name, count, advance, write) in costs.Lines())
        {
            progress($"  {name,-20} {count,4} features  {advance,7:F1} ns to take in  {write,7:F1} ns to write, a pair and minute");
        }
    }
}

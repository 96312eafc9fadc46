using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Evaluation;
using Bqx.Learning.Inspection;
using Bqx.Trainer.Runs;

namespace Bqx.Trainer.Tests.Runs;

/// <summary>Runs made up for tests: one with every part, of the size of a real one, and one with none.</summary>
internal static class RunFixture
{
    private static readonly string[] Models =
        ["zero", "martingale", "persistence", "ar1", "ridge", "xgboost", "random_forest", "singletask", "multitask_pca", "multitask", "hierarchical", "ensemble"];

    private static readonly double[] Skills = [0, 0, -0.9, -0.0004, 0.0011, 0.0005, -0.0021, 0.0013, 0.0009, 0.0021, 0.0017, 0.0027];

    public static RunRecord Empty => new()
    {
        Id = "20171121-093000-all",
        Command = "./bqx train all --budget 45m --bars ../shared/fx --seed 7",
        Seed = 7,
        CodeVersion = "4f2a91c07d5e",
        DataHash = "9e1b6a5c0d4f7a2238c1e0b5d6f7a8b9c0d1e2f30415263748596a7b8c9d0e1f",
        Status = "done",
        Started = new DateTimeOffset(2017, 11, 21, 9, 30, 0, TimeSpan.Zero),
    };

    public static RunRecord Full()
    {
        var random = new Random(5);
        return Empty with
        {
            Ended = Empty.Started.AddMinutes(43),
            Facts = [new("rows", "693,812"), new("stride", "15 market minutes"), new("budget", "45 min, planned 41 min"), new("machine", "2 cores, 8 GB")],
            Checks = Checks(),
            Folds = [.. Folds()],
            Figures = [.. Bqx(random), .. Volatility(random), .. Regimes(random), .. Slices(random)],
            Curves = [.. Curves(random)],
            Calibration = [.. Calibration(random)],
            Importances = [.. Importances(random)],
            Ablations =
            [
                new("autoencoder or PCA-64", "autoencoder", "pca64", "reconstruction", "r2", 0.713, 0.694, 0.019, 0.004),
                new("autoencoder or PCA-64", "multitask", "multitask_pca", "bqx60_h60", "skill", 0.0021, 0.0009, 0.0012, 0.0011),
                new("three heads or one", "multitask", "singletask", "bqx60_h60", "skill", 0.0021, 0.0013, 0.0008, 0.0009),
            ],
            Embedding = Embedding(random),
            Inspection = Inspection(),
            Weights = [.. Weights(random)],
            Stages = [new("bars", 21), new("replay", 96), new("autoencoder", 412), new("multitask", 1204), new("trees", 388), new("judge", 61.4)],
            Packages = ["encoder@3", .. Pair.All.Select(pair => $"multitask-{pair.Name.ToLowerInvariant()}@3"), "bqx@3"],
        };
    }

    public static Figure Skill(string model, string target, string slice, double value, double? error, string baseline = "martingale") =>
        new(model, target, "skill", slice, value, error, null, baseline, 0, 9000);

    private static ImmutableArray<RunCheck> Checks() =>
    [
        new("control", "Gaussian walk", true, "|skill| < 3 SE on nine targets", "largest |skill| 1.7 SE"),
        new("control", "GARCH-t walk", true, "|skill| < 3 SE on nine targets", "largest |skill| 2.1 SE"),
        new("control", "R² of the martingale", true, "within ±0.01 of the table", "largest difference 0.0041"),
        new("control", "planted IC 0.03", true, "0.03 ± 0.01", "0.0277"),
        new("control", "planted IC 0.3", true, "0.3 ± 10 %", "0.294"),
        new("leak", "feature stamped early", true, "caught", "caught: 312 of 400 truncated vectors differ"),
    ];

    private static IEnumerable<RunFold> Folds()
    {
        for (var fold = 0; fold < 3; fold++)
        {
            var end = 6 + (2 * fold);
            yield return new(fold, "train", "2017-01-01T22:00Z", $"2017-{end - 2:00}-28T21:00Z", 120_000 + (fold * 40_000));
            yield return new(fold, "validation", $"2017-{end - 1:00}-01T22:00Z", $"2017-{end - 1:00}-15T21:00Z", 21_000);
            yield return new(fold, "calibration", $"2017-{end - 1:00}-17T22:00Z", $"2017-{end - 1:00}-30T21:00Z", 21_000);
            yield return new(fold, "test", $"2017-{end:00}-02T22:00Z", $"2017-{end + 1:00}-29T21:00Z", 80_000);
        }

        yield return new(2, "lock_box", "2017-12-03T22:00Z", "2017-12-29T21:59Z", 0);
    }

    private static IEnumerable<Figure> Bqx(Random random) =>
        from target in Target.MultiHorizon
        from index in Enumerable.Range(0, Models.Length)
        let skill = Skills[index] + (target == Target.Primary ? 0 : Noise(random, 0.001))
        from figure in Bqx(Models[index], target, skill)
        select figure;

    private static IEnumerable<Figure> Bqx(string model, Target target, double skill)
    {
        var (name, walk, rows) = ($"{target}", Martingale.RSquared(target), 240_000);
        yield return Skill(model, name, "all", skill, 0.0011);
        yield return new(model, name, "clark_west", "all", skill / 0.0011, null, Math.Clamp(0.5 - (skill * 180), 0.0004, 0.9999), "martingale", 0, rows);
        yield return new(model, name, "diebold_mariano", "all", skill / 0.0011, null, Math.Clamp(1 - (Math.Abs(skill) * 362), 0.0001, 1), "martingale", 0, rows);
        yield return new(model, name, "diebold_mariano", "all", 1.1, null, 0.271, "ridge", 0, rows);
        yield return new(model, name, "pesaran_timmermann", "all", 1.3, null, 0.097, "independence", 0, rows);
        yield return new(model, name, "crps", "all", 0.0141 * (1 - skill), 0.0002, null, "martingale", 0.0141, rows);
        yield return new(model, name, "directional_accuracy", "all", 0.5 + (walk / 2) + Math.Max(-0.1, skill), 0.002, null, "martingale", 0.5 + (walk / 2), rows);
        yield return new(model, name, "r2", "all", walk + ((1 - walk) * skill), 0.003, null, "martingale", walk, rows);
        yield return new(model, name, "mae", "all", 0.01843 * (1 - skill), 0.0002, null, "martingale", 0.01843, rows);
        yield return new(model, name, "rmse", "all", 0.02611 * (1 - skill), 0.0003, null, "martingale", 0.02611, rows);
    }

    private static IEnumerable<Figure> Volatility(Random random) =>
        from model in (string[])["har", "singletask", "multitask", "ensemble"]
        let gain = model == "har" ? 0 : 0.031
        from slice in (string[])["all", .. Pair.All.Select(pair => $"pair:{pair.Name}")]
        let har = 0.52 + Noise(random, 0.03)
        let r2 = har + gain + (model == "har" ? 0 : Noise(random, 0.012))
        from figure in (Figure[])
        [
            new(model, "log_rv", "r2", slice, r2, 0.006, null, "har", har, 9000),
            new(model, "log_rv", "r2_over_har", slice, r2 - har, 0.004, null, "har", 0, 9000),
            .. slice == "all" ? (Figure[])[new(model, "log_rv", "r2_over_har_median_pair", "all", gain, 0.004, null, "har", 0, 9000)] : [],
            new(model, "log_rv", "coverage", slice, 0.9 + Noise(random, 0.008), 0.004, null, "nominal", 0.9, 9000),
        ]
        select figure;

    private static IEnumerable<Figure> Regimes(Random random) =>
        from model in (string[])["climatology", "singletask", "multitask"]
        let skill = model == "climatology" ? 0 : 0.011 + Noise(random, 0.002)
        from figure in (Figure[])
        [
            new(model, "regime", "rps_skill", "all", skill, 0.003, null, "climatology", 0, 240_000),
            new(model, "regime", "rps", "all", 0.1432 * (1 - skill), 0.0004, null, "climatology", 0.1432, 240_000),
        ]
        select figure;

    private static IEnumerable<Figure> Slices(Random random)
    {
        string[] slices =
        [
            .. Pair.All.Select(pair => $"pair:{pair.Name}"),
            .. Enumerable.Range(6, 6).Select(month => $"month:2017-{month:00}"),
            .. Enumerable.Range(0, 24).Select(hour => $"hour:{hour}"),
            .. ((string[])["bull", "bear", "strong_bull", "neutral", "strong_bear"]).Select(regime => $"regime:{regime}"),
        ];
        yield return new("ensemble", "bqx60_h60", "coverage", "all", 0.901, 0.002, null, "nominal", 0.9, 240_000);
        foreach (var slice in slices)
        {
            for (var index = 3; index < Models.Length; index++)
            {
                yield return Skill(Models[index], "bqx60_h60", slice, Skills[index] + Noise(random, 0.004), 0.004);
            }

            yield return new("ensemble", "bqx60_h60", "coverage", slice, 0.9 + Noise(random, 0.012), 0.005, null, "nominal", 0.9, 9000);
        }
    }

    private static IEnumerable<LossCurve> Curves(Random random) =>
        from model in (string[])["autoencoder", "hierarchical", "multitask"]
        from fold in Enumerable.Range(0, 3)
        from pair in model == "multitask" ? Pair.All.Select(pair => pair.Name) : ["all"]
        let epochs = 20 + random.Next(15)
        select new LossCurve(
            model,
            fold,
            pair,
            [.. Enumerable.Range(0, epochs).Select(epoch => 0.62 + (0.4 * Math.Exp(-epoch / 5.0)))],
            [.. Enumerable.Range(0, epochs).Select(epoch => 0.67 + (0.35 * Math.Exp(-epoch / 4.0)) + (0.002 * epoch) + Noise(random, 0.006))],
            14);

    private static IEnumerable<CalibrationCurve> Calibration(Random random)
    {
        double[] levels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
        string[] targets = ["bqx60_h60", "log_rv", "regime:strong_bear", "regime:neutral", "regime:strong_bull"];
        return
            from target in targets
            from model in (string[])["multitask", "ensemble"]
            select new CalibrationCurve(model, target, [.. levels], [.. levels.Select(level => Math.Min(1, level + Noise(random, 0.02)))]);
    }

    private static IEnumerable<Importance> Importances(Random random) =>
        from rank in Enumerable.Range(0, 60)
        select new Importance(
            $"slope_{15 * (1 + (rank % 5))}_and_its_{(rank % 7) + 1}_neighbours",
            [.. Enumerable.Range(0, 1 + (rank % 9)).Select(i => $"slope_{15 * (1 + (rank % 5))}_lag_{i}")],
            (0.0009 / (1 + rank)) + Noise(random, 0.00002),
            0.00008);

    private static EmbeddingMap Embedding(Random random)
    {
        var points = Enumerable.Range(0, 5000).Select(i => (Cluster: i % 5, Pair: Pair.All[i % Pair.Count].Name)).ToList();
        return new EmbeddingMap(
            [.. points.Select(point => (float)((3 * Math.Cos(point.Cluster * 1.26)) + Noise(random, 1)))],
            [.. points.Select(point => (float)((3 * Math.Sin(point.Cluster * 1.26)) + Noise(random, 1)))],
            [.. points.Select(point => point.Cluster)],
            [.. points.Select(point => point.Pair)],
            0.213,
            [.. Enumerable.Range(0, 12).Select(i => new EmbeddingCorrelation(i, $"rv_{15 * (i + 1)}", 0.9 - (0.07 * i)))]);
    }

    // Dimensions of the embedding at the places 1, 21, 41 …
    private static NetInspection Inspection() => new(
        "multitask",
        2044,
        [
            .. from rank in Enumerable.Range(0, 200)
               let isEmbedding = rank % 20 == 0
               let name = isEmbedding ? $"embedding_{rank / 20}" : $"slope_{rank}"
               select new InputImportance(name, isEmbedding, 0.01 / (1 + rank), 0.0004),
        ],
        new SharedLayer(
            14_000,
            128,
            [.. Pair.All.Select((pair, i) => new PairActivity(pair.Name, 500, 0.4 + (0.01 * i), 0.5, i == 3 ? 0.25 : 0.125))],
            [.. Enumerable.Range(0, 16).Select(unit => new UnitActivity(unit * 7, [-0.5, -0.25, double.NaN, 0.25, 0.5]))]));

    private static IEnumerable<ExpertWeight> Weights(Random random) =>
        from target in (string[])["bqx60_h60", "bqx75_h15"]
        from pair in Pair.All
        let shares = new[] { 0.45 + Noise(random, 0.1), 0.1, 0.15, 0.2 + Noise(random, 0.05), 0.1 }
        from expert in ((string[])["martingale", "ridge", "xgboost", "multitask", "hierarchical"]).Index()
        select new ExpertWeight(pair.Name, target, expert.Item, Math.Round(shares[expert.Index] / shares.Sum(), 4));

    private static double Noise(Random random, double scale) => (random.NextDouble() + random.NextDouble() - 1) * 2 * scale;
}

using Bqx.Learning.Trees;
using Bqx.TestKit;

namespace Bqx.Learning.Tests.Trees;

/// <summary>Rows with something to find in them.</summary>
internal static class TreeData
{
    public const int Columns = 6;

    public static readonly TreeOptions Quick = new() { Rounds = 12, LearningRate = 0.3, MinChildWeight = 5, Lambda = 1, Threads = 1 };

    public static void RequireLibrary() => Require.That(XgboostLibrary.IsAvailable, "libxgboost.so.0 is missing: apt-get install libxgboost0");

    // Rounded to quarters, so that values and thresholds meet; some values are missing.
    public static TreeRows Rows(int count, int seed)
    {
        var random = new Random(seed);
        var features = new float[count * Columns];
        var labels = new float[count];
        for (var i = 0; i < count; i++)
        {
            var row = features.AsSpan(i * Columns, Columns);
            for (var j = 0; j < Columns; j++)
            {
                row[j] = MathF.Round(Gaussian(random) * 4) / 4;
            }

            labels[i] = (row[0] > 0.5f ? 1 : -1) + (0.5f * row[1] * row[2]) + (0.1f * Gaussian(random));
            row[5] = random.Next(10) == 0 ? float.NaN : row[5] + labels[i];
        }

        return new TreeRows(Columns, features, labels);
    }

    public static TreeRows Classes(int count, int seed)
    {
        var rows = Rows(count, seed);
        return rows with { Labels = Array.ConvertAll(rows.Labels, label => Math.Clamp(MathF.Round(label) + 2, 0, 4)) };
    }

    private static float Gaussian(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}

using Bqx.Core;
using Bqx.Learning.Statistics;

namespace Bqx.Learning.Evaluation.Judging;

/// <summary>Block bootstrap with blocks of one trading day.</summary>
internal static class Bootstrap
{
    private const int Replicates = 500;
    private const ulong Seed = 20_170_101;

    public static Estimate OfRatio(JudgeContext context, MinuteSums sums)
    {
        var day = (MarketCalendar.MinutesPerDay + context.Rows.Stride - 1) / context.Rows.Stride;
        return BlockBootstrap.OfRatio(sums.Tops, sums.Bottoms, day, Replicates, Seed);
    }
}

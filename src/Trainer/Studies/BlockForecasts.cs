using System.Collections.Immutable;
using Bqx.Learning.Evaluation;

namespace Bqx.Trainer.Studies;

/// <summary>What models said of the blocks of a fold that they were not fitted on; each list holds the same models in the same order.</summary>
internal sealed record BlockForecasts(
    ImmutableArray<ModelForecasts> Validation, ImmutableArray<ModelForecasts> Calibration, ImmutableArray<ModelForecasts> Test)
{
    private const int Blocks = 3;

    public byte[] Write() => ForecastFile.Write([.. Validation, .. Calibration, .. Test]);

    public static BlockForecasts Read(byte[] bytes)
    {
        var all = ForecastFile.Read(bytes);
        var count = all.Count / Blocks;
        return new BlockForecasts([.. all.Take(count)], [.. all.Skip(count).Take(count)], [.. all.Skip(2 * count)]);
    }
}

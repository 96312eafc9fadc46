using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>Runs a model on the probes of its package and compares what it says with what its maker got.</summary>
internal static class ProbeCheck
{
    public static void Run(IModel model, ModelPackage package, FeatureSchema schema)
    {
        var probe = ProbeFile.Read(package.Files[PackageFileNames.Probe].Span);
        Refuse.If(
            probe.FeatureCount != schema.Count,
            $"{PackageFileNames.Probe} has {probe.FeatureCount} features a row, the schema {schema.Count}.");
        var outputs = new ModelOutput[probe.Rows];
        model.Predict(probe.Features, outputs);
        for (var row = 0; row < outputs.Length; row++)
        {
            Compare(row, outputs[row], probe.Outputs.Span[row], package.Manifest.ProbeTolerance);
        }
    }

    private static void Compare(int row, in ModelOutput actual, in ModelOutput expected, double tolerance)
    {
        CompareValue(row, "bqx", actual.Bqx, expected.Bqx, tolerance);
        CompareValue(row, "log_rv", actual.LogRv, expected.LogRv, tolerance);
        for (var k = 0; k < RegimeProbabilities.Count; k++)
        {
            CompareValue(row, "regime", actual.Regime[k], expected.Regime[k], tolerance);
        }
    }

    // Written so that NaN fails.
    private static void CompareValue(int row, string output, double actual, double expected, double tolerance) => Refuse.If(
        !(Math.Abs(actual - expected) <= tolerance * (1 + Math.Abs(expected))),
        $"Probe {row} gives {output} = {actual:G9}, its maker got {expected:G9}: more than {tolerance} apart.");
}

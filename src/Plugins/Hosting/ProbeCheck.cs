using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>Runs a model on the probes of its package and compares what it says with what its maker got.</summary>
internal static class ProbeCheck
{
    public static void Run(ModelPackage package, Computation compute)
    {
        var probe = ProbeFile.Read(package.Files[PackageFileNames.Probe].Span);
        var manifest = package.Manifest;
        Refuse.If(
            probe.FeatureCount != manifest.Inputs[0].Shape[1],
            $"{PackageFileNames.Probe} has {probe.FeatureCount} features a row, the input {manifest.Inputs[0].Shape[1]}.");
        var columns = Columns(manifest.Outputs);
        Refuse.If(
            probe.OutputCount != columns.Length,
            $"{PackageFileNames.Probe} has {probe.OutputCount} outputs a row, the manifest {columns.Length}.");
        Refuse.If(
            manifest.Kind == ModelKinds.Bundle && probe.Rows != Pair.Count,
            $"{PackageFileNames.Probe} has {probe.Rows} rows: that of a bundle has one a pair.");
        var outputs = new float[probe.Outputs.Length];
        compute(probe.Features, outputs);
        for (var i = 0; i < outputs.Length; i++)
        {
            Compare(i / columns.Length, columns[i % columns.Length], outputs[i], probe.Outputs.Span[i], manifest.ProbeTolerance);
        }
    }

    // Written so that NaN fails.
    private static void Compare(int row, string output, double actual, double expected, double tolerance) => Refuse.If(
        !(Math.Abs(actual - expected) <= tolerance * (1 + Math.Abs(expected))),
        $"Probe {row} gives {output} = {actual:G9}, its maker got {expected:G9}: more than {tolerance} apart.");

    private static string[] Columns(ImmutableArray<TensorSchema> outputs) =>
        [.. outputs.SelectMany(output => Enumerable.Repeat(output.Name, output.Shape.Length > 1 ? (int)output.Shape[1] : 1))];
}

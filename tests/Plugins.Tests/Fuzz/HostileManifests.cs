using Bqx.Core;

namespace Bqx.Plugins.Tests.Fuzz;

/// <summary>Manifests that do not fit their package, or no package at all.</summary>
internal static class HostileManifests
{
    private static readonly Func<ModelManifest, Random, ModelManifest>[] All =
    [
        (m, random) => m with { Format = random.Next(2, 1_000) },
        (m, random) => m with { Name = m.Name + random.Next() },
        (m, random) => m with { Version = m.Version + random.Next(1, 1_000) },
        (m, random) => m with { Version = -m.Version - random.Next(1_000) },
        (m, random) => m with { Kind = Pick(["", "../x", "python", "encoder", "bundle", new string('k', 100)], random) },
        (m, random) => m with { Pair = Pick(["", "EURXXX", "eurusd", "**", "EURUSD,GBPUSD"], random) },
        (m, random) => m with { Target = Pick(["", "*", "up", "bqx0_h60", "bqx60_h-1", "bqx99999999999_h60"], random) },
        (m, random) => m with { FeatureFingerprint = Digest.Of(BitConverter.GetBytes(random.Next())).ToString() },
        (m, random) => m with { FeatureFingerprint = new string('f', random.Next(64)) },
        (m, random) => m with { EncoderDigest = Digest.Of(BitConverter.GetBytes(random.Next())).ToString() },
        (m, random) => m with { Members = [new PackageMember($"x@{random.Next(1, 9)}", "*", "")] },
        (m, random) => m with { Inputs = [new TensorSchema("features", "float32", [-1, m.Inputs[0].Shape[1] + random.Next(1, 100)])] },
        (m, random) => m with { Inputs = [.. m.Inputs, new TensorSchema($"more{random.Next()}", "float32", [-1])] },
        (m, random) => m with { Inputs = [m.Inputs[0] with { Type = Pick(["float64", "string", ""], random) }] },
        (m, random) => m with { Outputs = [.. m.Outputs.Take(random.Next(m.Outputs.Length))] },
        (m, random) => m with { Outputs = [.. m.Outputs.Reverse().Skip(random.Next(2))] },
        (m, random) => m with { ProbeTolerance = Pick([0, -1, 0.011, 1e300], random) },
        (m, random) => m with { Calibration = m.Calibration! with { Level = Pick([0, 1, -1, 1e9], random) } },
        (m, random) => m with { Calibration = m.Calibration! with { BqxQuantile = -random.NextDouble() } },
        (m, random) => m with { Calibration = m.Calibration! with { LogRvQuantile = -random.NextDouble() } },
        (m, random) => m with
        {
            Calibration = m.Calibration! with { ReturnSlope = m.Calibration.ReturnSlope.Remove(Pick([.. m.Calibration.ReturnSlope.Keys], random)) },
        },
        (m, random) => m with
        {
            Calibration = m.Calibration! with { HighVolLogRv = m.Calibration.HighVolLogRv.Remove(Pick([.. m.Calibration.HighVolLogRv.Keys], random)) },
        },
        (m, _) => m with { Calibration = null },
        (m, random) => m with { Features = [.. m.Features.Skip(random.Next(1, m.Features.Length))] },
        (m, _) => m with { Metrics = [null!] },
    ];

    /// <summary>A manifest that must be refused, made of a good one.</summary>
    public static ModelManifest Of(ModelManifest good, Random random) => All[random.Next(All.Length)](good, random);

    private static T Pick<T>(T[] from, Random random) => from[random.Next(from.Length)];
}

using System.Collections.Immutable;
using System.Text;

namespace Bqx.Core.Tests;

public sealed class ModelManifestJsonTests
{
    private static readonly ModelManifest Manifest = new()
    {
        Format = 1,
        Name = "bqx",
        Version = 3,
        Kind = "multitask",
        Pair = "*",
        Target = "bqx60_h60",
        FeatureFingerprint = new string('a', 64),
        Members = [new PackageMember("bqx-encoder@1", "*", new string('e', 64))],
        Inputs = [new TensorSchema("features", "float32", [-1, 190])],
        Outputs = [new TensorSchema("bqx", "float32", [-1, 1])],
        Files = ImmutableSortedDictionary.CreateRange([KeyValuePair.Create("model.onnx", new PackageFile(new string('b', 64), 10))]),
        ProbeTolerance = 1e-5,
        Splits = [new SplitBlock("train", "2017-01-02T07:02Z", "2017-06-30T20:59Z", 1000)],
        Metrics = [new ModelMetric("skill", "test", 0.001, 0.002, "martingale", 0)],
        Calibration = new ModelCalibration
        {
            Level = 0.9,
            BqxQuantile = 1.6,
            LogRvQuantile = 0.7,
            ReturnSlope = ImmutableSortedDictionary<string, double>.Empty.Add("EURUSD", -0.0248),
            HighVolLogRv = ImmutableSortedDictionary<string, double>.Empty.Add("EURUSD", -8),
        },
        Controls = [new ModelControl("random walk", true, "skill 0.0001 ± 0.0002")],
        Features = [new FeatureDistribution("a", 0, 1, [0])],
        Lineage = new ModelLineage("c", "d", 1, null, "train"),
        Run = "run-1",
    };

    [Fact]
    public void Write_Twice_GivesTheSameBytes() =>
        ModelManifestJson.Write(Manifest).ShouldBe(ModelManifestJson.Write(Manifest));

    [Fact]
    public void Read_WhatWasWritten_WritesTheSame()
    {
        var bytes = ModelManifestJson.Write(Manifest);

        ModelManifestJson.Write(ModelManifestJson.Read(bytes)).ShouldBe(bytes);
        Encoding.UTF8.GetString(bytes).ShouldContain("\"feature_fingerprint\"");
    }

    [Theory]
    [InlineData("\"members\": [", "\"members\": [null,")]
    [InlineData("\"metrics\": [", "\"metrics\": [null,")]
    [InlineData("\"splits\": [", "\"splits\": [null,")]
    [InlineData("\"controls\": [", "\"controls\": [null,")]
    [InlineData("\"features\": [", "\"features\": [null,")]
    [InlineData("\"files\": {", "\"files\": {\"x\": null,")]
    [InlineData("\"version\": 3", "\"version\": 3, \"version\": 4")]
    [InlineData("\"model.onnx\": {", "\"model.onnx\": {\"length\": 10,")]
    public void Read_NullElementOrPropertyTwice_IsAModelFailure(string good, string bad)
    {
        var text = Encoding.UTF8.GetString(ModelManifestJson.Write(Manifest));
        text.ShouldContain(good);

        Should.Throw<FaultException>(() => ModelManifestJson.Read(Encoding.UTF8.GetBytes(text.Replace(good, bad)))).Fault.ShouldBe(Fault.ModelFailed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"format\": 1}")]
    [InlineData("[]")]
    [InlineData("{\"format\": 1, \"surprise\": true}")]
    public void Read_NotAManifest_IsAModelFailure(string json) =>
        Should.Throw<FaultException>(() => ModelManifestJson.Read(Encoding.UTF8.GetBytes(json))).Fault.ShouldBe(Fault.ModelFailed);

    [Fact]
    public void Read_OtherFormat_SaysWhichIsKnown()
    {
        var json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(ModelManifestJson.Write(Manifest)).Replace("\"format\": 1", "\"format\": 2"));

        Should.Throw<FaultException>(() => ModelManifestJson.Read(json)).Message.ShouldContain("format 2");
    }

    [Fact]
    public void Read_Truncated_IsAModelFailureAtEveryLength()
    {
        var bytes = ModelManifestJson.Write(Manifest);

        for (var length = 0; length < bytes.Length - 1; length += 7)
        {
            Should.Throw<FaultException>(() => ModelManifestJson.Read(bytes.AsSpan(0, length))).Fault.ShouldBe(Fault.ModelFailed);
        }
    }
}

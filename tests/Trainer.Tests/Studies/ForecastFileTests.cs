using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Evaluation;
using Bqx.Trainer.Studies;

namespace Bqx.Trainer.Tests.Studies;

public sealed class ForecastFileTests
{
    private static readonly ModelForecasts Net = new()
    {
        Model = "multitask",
        Bqx = ImmutableDictionary<Target, float[]>.Empty.Add(Target.Primary, [1.5f, -2]).Add(Target.MultiHorizon[0], [0, 3]),
        BqxHalfWidth = ImmutableDictionary<Target, float[]>.Empty.Add(Target.Primary, [4, 5]),
        LogRv = [-6, -7],
        Regime = [0.1f, 0.2f, 0.4f, 0.2f, 0.1f, 0, 0, 1, 0, 0],
    };

    private static readonly ModelForecasts Har = new() { Model = "har", LogRv = [-6.5f, -7.5f], LogRvHalfWidth = [0.5f, 0.25f] };

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var read = ForecastFile.Read(ForecastFile.Write([Net, Har]));

        read.Select(model => model.Model).ShouldBe(["multitask", "har"]);
        read[0].Bqx.Keys.Order(Comparer<Target>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString())))
            .ShouldBe([Target.MultiHorizon[0], Target.Primary]);
        read[0].Bqx[Target.Primary].ShouldBe([1.5f, -2]);
        read[0].BqxHalfWidth[Target.Primary].ShouldBe([4, 5]);
        read[0].LogRv.ShouldBe([-6, -7]);
        read[0].LogRvHalfWidth.ShouldBeNull();
        read[0].Regime!.Length.ShouldBe(10);
        read[1].Bqx.ShouldBeEmpty();
        read[1].LogRvHalfWidth.ShouldBe([0.5f, 0.25f]);
    }

    [Fact]
    public void Write_SameForecasts_SameBytes() => ForecastFile.Write([Net, Har]).ShouldBe(ForecastFile.Write([Net, Har]));

    [Fact]
    public void Read_OneBitChanged_SaysThatItIsDamaged()
    {
        var bytes = ForecastFile.Write([Net]);
        foreach (var position in new[] { 0, 8, bytes.Length / 2, bytes.Length - 1 })
        {
            var damaged = bytes.ToArray();
            damaged[position] ^= 1;
            Should.Throw<FaultException>(() => ForecastFile.Read(damaged)).Message.ShouldContain("damaged");
        }
    }

    [Fact]
    public void Read_CutShort_SaysThatItIsDamaged() =>
        Should.Throw<FaultException>(() => ForecastFile.Read(ForecastFile.Write([Net])[..^1])).Fault.ShouldBe(Fault.InvalidInput);

    [Fact]
    public void BlockForecasts_ThroughTheFile_KeepTheirBlocks()
    {
        var blocks = new BlockForecasts([Net, Har], [Har, Net], [Net with { Model = "singletask" }, Har]);

        var read = BlockForecasts.Read(blocks.Write());

        read.Validation.Select(model => model.Model).ShouldBe(["multitask", "har"]);
        read.Calibration.Select(model => model.Model).ShouldBe(["har", "multitask"]);
        read.Test.Select(model => model.Model).ShouldBe(["singletask", "har"]);
    }
}

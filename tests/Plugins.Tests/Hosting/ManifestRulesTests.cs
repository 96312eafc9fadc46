using Bqx.Core;
using Bqx.Plugins.Hosting;

namespace Bqx.Plugins.Tests.Hosting;

public sealed class ManifestRulesTests
{
    public static TheoryData<string, Func<ModelManifest, ModelManifest>, string> Spoiled => new()
    {
        { "kind", m => m with { Kind = "../x" }, "Kind '../x' is not a name." },
        { "target", m => m with { Target = "up" }, "Target 'up' is not of the form bqx60_h60." },
        { "pair", m => m with { Pair = "EURXXX" }, "Pair 'EURXXX' is neither '*' nor one of the 28 pairs." },
        { "no tolerance", m => m with { ProbeTolerance = 0 }, "The probe tolerance is 0: more than 0 and at most 0.01 is allowed." },
        { "tolerance", m => m with { ProbeTolerance = 1 }, "The probe tolerance is 1: more than 0 and at most 0.01 is allowed." },
        { "inputs", m => m with { Inputs = [] }, "The inputs must be one float32 tensor 'features' of shape [-1, 3]." },
        {
            "width",
            m => m with { Inputs = [new TensorSchema("features", "float32", [-1, 4])] },
            "The inputs must be one float32 tensor 'features' of shape [-1, 3]."
        },
        {
            "outputs",
            m => m with { Outputs = m.Outputs.Reverse().ToArray() is var o ? [.. o] : [] },
            "The outputs must be float32 tensors 'bqx' [-1], 'log_rv' [-1] and 'regime' [-1, 5]."
        },
        {
            "level",
            m => m with { Calibration = m.Calibration! with { Level = 1 } },
            "The interval level is 1: between 0 and 1 is allowed."
        },
        {
            "quantile",
            m => m with { Calibration = m.Calibration! with { BqxQuantile = -1 } },
            "The BQX quantile is -1: a finite number above 0 is needed."
        },
        {
            "slope",
            m => m with { Calibration = m.Calibration! with { ReturnSlope = m.Calibration!.ReturnSlope.Remove("NZDCHF") } },
            "The calibration has no return slope for NZDCHF."
        },
        {
            "distributions",
            m => m with { Features = [new FeatureDistribution("a", 0, 1, [])] },
            "The training distributions do not name the features of the schema in its order."
        },
    };

    [Theory]
    [MemberData(nameof(Spoiled))]
    public void Check_SpoiledManifest_SaysWhatIsWrong(string what, Func<ModelManifest, ModelManifest> spoil, string reason)
    {
        var verifier = new ModelVerifier(TestPackage.Schema, new PackageLimits(), TrustedKeys.None);

        Should.Throw<FaultException>(() => verifier.Verify(TestPackage.Id, TestPackage.NoOp(spoil)), what).Message.ShouldBe(reason);
    }

    [Fact]
    public void Check_OnePairModel_NeedsOnlyItsOwnCalibration()
    {
        var files = TestPackage.NoOp(m => m with
        {
            Pair = "EURUSD",
            Calibration = m.Calibration! with
            {
                ReturnSlope = m.Calibration!.ReturnSlope.RemoveRange(Pair.All.Select(p => p.Name).Where(n => n != "EURUSD")),
            },
        });

        new ModelVerifier(TestPackage.Schema, new PackageLimits(), TrustedKeys.None).Verify(TestPackage.Id, files).Manifest.Pair.ShouldBe("EURUSD");
    }
}

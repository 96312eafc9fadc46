using Bqx.Core;
using Bqx.Features;
using Bqx.Learning.Packaging;
using Bqx.V1;

namespace Bqx.Server.Tests.Doubles;

/// <summary>What a package forecasts after some bars, computed with the trainer's own means: BQX by pair index.</summary>
internal static class Forecasts
{
    /// <summary>By how much two runs of one graph may differ.</summary>
    public const double Tolerance = 1e-8;

    /// <summary>An engine that has seen <see cref="TestBars.History"/> and what came then.</summary>
    public static FeatureEngine Engine(params IEnumerable<MinuteBars> live)
    {
        var engine = new FeatureEngine();
        foreach (var minute in TestBars.History.Concat(live))
        {
            engine.Advance(minute.Close, minute.Bars.Span);
        }

        return engine;
    }

    /// <summary>Of a model that reads the features of the default lead-lag graph.</summary>
    public static float[] Of(PackageContent package, FeatureEngine engine)
    {
        using var session = new ServingSession(ModelOf(package), FeatureCatalogue.Schema.Count);
        return [.. Pair.All.Select(pair => Predict(session, engine, pair, LeadLagGraph.Default))];
    }

    /// <summary>Of a bundle whose members read the features of a graph: encoder and head fused into one model a pair.</summary>
    public static float[] Of(SampleBundle bundle, FeatureEngine engine, LeadLagGraph graph)
    {
        return [.. Pair.All.Select(OfHead)];

        float OfHead(Core.Pair pair)
        {
            var model = StandaloneGraph.Fuse(ModelOf(bundle.Encoder), ModelOf(bundle.Heads[pair.Index]));
            using var session = new ServingSession(model, FeatureCatalogue.Schema.Count);
            return Predict(session, engine, pair, graph);
        }
    }

    /// <summary>Fails unless a reply predicts all pairs, with these values.</summary>
    public static void ShouldBe(PredictBatchReply reply, float[] expected)
    {
        var actual = reply.Predictions.OrderBy(one => Pair.Parse(one.Prediction.Pair).Index).Select(one => one.Prediction.Bqx).ToList();
        actual.Count.ShouldBe(Pair.Count);
        foreach (var (one, other) in actual.Zip(expected))
        {
            one.ShouldBe(other, Tolerance);
        }
    }

    private static byte[] ModelOf(PackageContent package) => package.Files[PackageFileNames.Model].ToArray();

    private static float Predict(ServingSession session, FeatureEngine engine, Pair pair, LeadLagGraph graph)
    {
        var row = new float[FeatureCatalogue.Schema.Count];
        engine.TryRead(pair, row, graph).ShouldBeTrue();
        var output = new ModelOutput[1];
        session.Predict(row, output);
        return output[0].Bqx;
    }
}

using Bqx.Core;
using Bqx.Features;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.NoOp;
using Bqx.Server.Predictions;
using Bqx.Server.Tests.Doubles;

namespace Bqx.Server.Tests.Predictions;

/// <summary>One frame serves models that were trained with different lead-lag graphs, also such as become known after it.</summary>
public sealed class LeadLagFrameTests
{
    private static readonly FeatureSchema Schema = FeatureCatalogue.Schema;
    private static readonly Pair Eurusd = Pair.Parse("EURUSD");
    private static readonly FeatureEngine Engine = Warm();
    private static readonly FeatureFrame Frame = FeatureFrame.Read(Engine, Engine.Close!.Value);

    public static TheoryData<int> Lags => [1, 5, 15];

    [Theory]
    [MemberData(nameof(Lags))]
    public void CopyTo_AnyGraph_GivesTheRowsOfTheEngine(int lag)
    {
        var graph = GraphOf(lag);
        var (rows, expected) = (new float[Pair.Count * Schema.Count], new float[Schema.Count]);

        Frame.CopyTo(rows, graph);

        foreach (var pair in Pair.All)
        {
            Engine.TryRead(pair, expected, graph).ShouldBeTrue();
            rows.AsSpan(pair.Index * Schema.Count, Schema.Count).ToArray().ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Predict_TwoModelsOfDifferentGraphs_EachReadsItsOwnVector()
    {
        var column = ShiftedColumn();
        foreach (var graph in new[] { LeadLagGraph.Default, GraphOf(1), GraphOf(15) })
        {
            var expected = new float[Schema.Count];
            Engine.TryRead(Eurusd, expected, graph).ShouldBeTrue();
            using var host = await HostAsync(graph, column);
            var model = await host.LoadAsync(new ModelId("echo", 1), TestContext.Current.CancellationToken);

            var prediction = new PredictionBuilder(model, Schema, new SignalRule(new SignalOptions()))
                .Predict(Frame, PredictionFlags.None, DateTimeOffset.UnixEpoch)[Eurusd.Index]!;

            prediction.Bqx.ShouldBe(expected[column]);
            prediction.FeatureFingerprint.ShouldBe(graph.FingerprintOf(Schema));
        }
    }

    private static LeadLagGraph GraphOf(int lag) => new(Enumerable.Repeat((byte)lag, LeadLagGraph.Edges).ToArray());

    private static FeatureEngine Warm()
    {
        var engine = new FeatureEngine();
        foreach (var minute in TestBars.History)
        {
            engine.Advance(minute.Close, minute.Bars.Span);
        }

        return engine;
    }

    // The first feature that a graph changes.
    private static int ShiftedColumn()
    {
        var (plain, shifted) = (new float[Schema.Count], new float[Schema.Count]);
        Engine.TryRead(Eurusd, plain).ShouldBeTrue();
        Engine.TryRead(Eurusd, shifted, GraphOf(1)).ShouldBeTrue();
        return Enumerable.Range(0, Schema.Count).First(index => plain[index] != shifted[index]);
    }

    private static async Task<ModelHost> HostAsync(LeadLagGraph graph, int column)
    {
        var id = new ModelId("echo", 1);
        var manifest = ModelManifestJson.Read(NoOpPackage.Create(id, Schema)[PackageFileNames.Manifest].Span) with
        {
            Kind = EchoPlugin.KindName,
            FeatureFingerprint = graph.FingerprintOf(Schema).ToString(),
        };
        var probe = new ProbeFile(Schema.Count, ModelOutput.Count, new float[Schema.Count], new float[ModelOutput.Count]);
        var content = new Dictionary<string, ReadOnlyMemory<byte>> { [PackageFileNames.Probe] = probe.Write() };
        if (graph.Digest != LeadLagGraph.Default.Digest)
        {
            content[PackageFileNames.LeadLag] = graph.Lags.ToArray();
        }

        var repository = new FixedRepository();
        await repository.PublishAsync(id, PackageSeal.Close(manifest, content), TestContext.Current.CancellationToken);
        return new ModelHost(repository, Schema, new PackageLimits(), [new EchoPlugin(column)]);
    }

    /// <summary>Says as BQX what one feature is.</summary>
    private sealed class EchoPlugin(int column) : IModelPlugin
    {
        public const string KindName = "echo";

        public string Kind => KindName;

        public IModel Load(ModelPackage package) => new Model(column);

        private sealed class Model(int column) : IModel
        {
            public void Predict(ReadOnlyMemory<float> rows, Span<float> outputs)
            {
                outputs.Clear();
                for (var row = 0; row < outputs.Length / ModelOutput.Count; row++)
                {
                    outputs[row * ModelOutput.Count] = rows.Span[(row * Schema.Count) + column];
                }
            }

            public void Dispose()
            {
            }
        }
    }
}

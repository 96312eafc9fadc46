using Bqx.Core;
using Bqx.Features;
using Bqx.Learning.Packaging;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.NoOp;
using Bqx.Plugins.Onnx;
using Bqx.Server.Explaining;
using Bqx.Server.Predictions;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;

namespace Bqx.Server.Tests.Explaining;

public sealed class ExplainerTests : IDisposable
{
    private const double Tolerance = 1e-6;
    private static readonly FeatureSchema Schema = FeatureCatalogue.Schema;
    private static readonly Pair Nzdjpy = Pair.Parse("NZDJPY");
    private static readonly float[] Values = InferRig.Rows(Pair.Count, Schema.Count);
    private static readonly float[] Row = Values[(Nzdjpy.Index * Schema.Count)..((Nzdjpy.Index + 1) * Schema.Count)];

    private readonly PredictionBoard _board = new();
    private readonly GatedPlugin _gated = new();
    private ModelHost? _host;

    public ExplainerTests() => _board.Publish(new PredictionSnapshot(
        1, TestPredictions.Frame(TestBars.Start, Schema, Values), new Dictionary<string, ModelPredictions>()));

    public void Dispose() => _host?.Dispose();

    // The encoder and the head of the pair, run by the trainer's own means on the row with a family at its mean, which is 0.
    [Fact]
    public async Task Explain_Bundle_GivesWhatTheFusedModelGivesWithoutEachFamily()
    {
        var bundle = RealPackages.Bundle("fx");
        using var explainer = await ServeAsync(await RealPackages.RepositoryAsync(bundle.All), bundle.Bundle.Manifest.Id);
        var fused = StandaloneGraph.Fuse(ModelOf(bundle.Encoder), ModelOf(bundle.Heads[Nzdjpy.Index]));
        using var session = new ServingSession(fused, Schema.Count);

        var explanation = await explainer.ExplainAsync(Nzdjpy, "", default);

        (explanation.Pair, explanation.Close, explanation.Model.Id).ShouldBe((Nzdjpy, TestBars.Start, new ModelId("fx", 1)));
        explanation.Output.Bqx.ShouldBe(Predict(session, Row).Bqx, Tolerance);
        explanation.Families.Length.ShouldBe(24);
        foreach (var (family, occlusion) in Enum.GetValues<FeatureFamily>().Zip(explanation.Families))
        {
            var without = Row.ToArray();
            foreach (var name in FeatureCatalogue.NamesOf(family))
            {
                without[Schema.IndexOf(name)] = 0;
            }

            var expected = Predict(session, without);
            occlusion.Output.Bqx.ShouldBe(expected.Bqx, Tolerance, occlusion.Family.Name);
            occlusion.Output.LogRv.ShouldBe(expected.LogRv, Tolerance, occlusion.Family.Name);
            occlusion.Output.Regime[4].ShouldBe(expected.Regime[4], Tolerance, occlusion.Family.Name);
        }
    }

    // The log RV of this model is linear: the effects add up to the difference from the forecast at the means.
    [Fact]
    public async Task Message_LinearHead_EffectsAddUp()
    {
        var package = SamplePackage.Create(Schema);
        using var explainer = await ServeAsync(await RealPackages.RepositoryAsync(package), package.Manifest.Id);
        using var session = new ServingSession(ModelOf(package), Schema.Count);

        var reply = ExplainMessages.Of(await explainer.ExplainAsync(Nzdjpy, "production", default));

        reply.Families.Sum(family => family.LogRv).ShouldBe(reply.LogRv - Predict(session, new float[Schema.Count]).LogRv, 1e-4);
        reply.Families.Sum(family => family.Features).ShouldBe(802);
        reply.Families.Select(family => family.Family).Distinct().Count().ShouldBe(24);
        reply.Families[6].Family.ShouldBe("lagged_returns");
        reply.Families.ShouldAllBe(family => family.Regime.Count == 5 && Math.Abs(family.Regime.Sum()) < 1e-5);
    }

    [Fact]
    public async Task Explain_PackageWithoutTrainingMeans_IsRefused()
    {
        using var explainer = await ServeGatedAsync(withMeans: false);

        (await Should.ThrowAsync<FaultException>(() => explainer.ExplainAsync(Nzdjpy, "", default))).ShouldSatisfyAllConditions(
            refused => refused.Fault.ShouldBe(Fault.ModelFailed),
            refused => refused.Message.ShouldBe(
                "noop@1 does not say what its features were in training: only models that do can be explained."));
    }

    [Fact]
    public async Task Explain_UnknownModel_IsRefused()
    {
        using var explainer = await ServeGatedAsync();

        (await Should.ThrowAsync<FaultException>(() => explainer.ExplainAsync(Nzdjpy, "canary", default))).Fault.ShouldBe(Fault.UnknownModel);
    }

    [Fact]
    public async Task Explain_FeaturesMissing_SaysSo()
    {
        using var explainer = await ServeGatedAsync();
        _board.Publish(PredictionSnapshot.Empty());

        (await Should.ThrowAsync<FaultException>(() => explainer.ExplainAsync(Nzdjpy, "", default))).Fault.ShouldBe(Fault.FeatureMissing);
    }

    [Fact]
    public async Task Explain_OneRuns_OthersWaitAndOneMoreIsRefused()
    {
        using var explainer = await ServeGatedAsync();
        _gated.Gated = true;
        var first = Task.Run(() => explainer.ExplainAsync(Nzdjpy, "", default));
        await _gated.Inside.WaitAsync(TestContext.Current.CancellationToken);
        var waiting = Enumerable.Range(0, Explainer.MaxWaiting).Select(_ => explainer.ExplainAsync(Nzdjpy, "", default)).ToList();

        (await Should.ThrowAsync<FaultException>(() => explainer.ExplainAsync(Nzdjpy, "", default))).Fault.ShouldBe(Fault.Overloaded);

        _gated.MostAtOnce.ShouldBe(1);
        waiting.ShouldAllBe(task => !task.IsCompleted);
        _gated.Gated = false;
        _gated.Leave.Release();
        await first;
        await Task.WhenAll(waiting);
        _gated.MostAtOnce.ShouldBe(1);
    }

    // The model is in its first row when the caller goes; the turn is free afterwards.
    [Fact]
    public async Task Explain_CallerGoes_StopsBeforeTheNextRow()
    {
        using var explainer = await ServeGatedAsync();
        using var stop = new CancellationTokenSource();
        _gated.Gated = true;
        _gated.Rows = 0;
        var running = Task.Run(() => explainer.ExplainAsync(Nzdjpy, "", stop.Token));
        await _gated.Inside.WaitAsync(TestContext.Current.CancellationToken);

        await stop.CancelAsync();
        _gated.Gated = false;
        _gated.Leave.Release();

        await Should.ThrowAsync<OperationCanceledException>(() => running);
        _gated.Rows.ShouldBe(1);
        (await explainer.ExplainAsync(Nzdjpy, "", default)).Families.Length.ShouldBe(24);
    }

    private static byte[] ModelOf(PackageContent package) => package.Files[PackageFileNames.Model].ToArray();

    private static ModelOutput Predict(ServingSession session, float[] row)
    {
        var output = new ModelOutput[1];
        session.Predict(row, output);
        return output[0];
    }

    private Task<Explainer> ServeGatedAsync(bool withMeans = true)
    {
        var id = new ModelId("noop", 1);
        var files = NoOpPackage.Create(id, Schema);
        if (withMeans)
        {
            var manifest = ModelManifestJson.Read(files[PackageFileNames.Manifest].Span) with
            {
                Features = [.. Schema.Names.Select(name => new FeatureDistribution(name, 0, 1, [0, 0, 0, 0, 0, 0, 0, 0, 0]))],
            };
            files = PackageSeal.Close(
                manifest, new Dictionary<string, ReadOnlyMemory<byte>> { [PackageFileNames.Probe] = files[PackageFileNames.Probe] });
        }

        return ServeAsync(new FixedRepository { [id] = files }, id);
    }

    private async Task<Explainer> ServeAsync(FixedRepository repository, ModelId id)
    {
        IEnumerable<IModelPlugin> plugins = [.. OnnxModelPlugin.ForAllKinds(new OnnxPluginOptions()), _gated];
        _host = new ModelHost(repository, Schema, new PackageLimits(), plugins);
        var model = await _host.LoadAsync(id, default);
        await _host.ServeAsync(new Dictionary<string, LoadedModel> { ["production"] = model }, default);
        return new Explainer(_host, _board, TestMeters.Prediction());
    }

    /// <summary>Runs no-op packages; holds each run while it is gated.</summary>
    private sealed class GatedPlugin : IModelPlugin
    {
        private int _inside;

        public string Kind => NoOpPlugin.KindName;

        public volatile bool Gated;

        public SemaphoreSlim Inside { get; } = new(0);

        public SemaphoreSlim Leave { get; } = new(0);

        public int MostAtOnce { get; private set; }

        public int Rows { get; set; }

        public IModel Load(ModelPackage package) => new Model(this);

        private sealed class Model(GatedPlugin plugin) : IModel
        {
            public void Predict(ReadOnlyMemory<float> rows, Span<float> outputs)
            {
                plugin.MostAtOnce = Math.Max(plugin.MostAtOnce, Interlocked.Increment(ref plugin._inside));
                plugin.Rows++;
                if (plugin.Gated)
                {
                    plugin.Inside.Release();
                    plugin.Leave.Wait();
                }

                new NoOpModel(1).Predict(rows, outputs);
                Interlocked.Decrement(ref plugin._inside);
            }

            public void Dispose()
            {
            }
        }
    }
}

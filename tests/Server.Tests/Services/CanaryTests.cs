using Bqx.Core;
using Bqx.Server.Services;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Bqx.V1;
using Grpc.Core;

namespace Bqx.Server.Tests.Services;

public sealed class CanaryTests
{
    // FNV-1a of "a" is af63dc4c8601ec8c; the rest was worked out with Python's integers.
    [Theory]
    [InlineData("a", 0.5102945176565711)]
    [InlineData("", 0.93676944839044)]
    [InlineData("client-1", 0.9735690805635163)]
    [InlineData("client-2", 0.2966881184723965)]
    public void Position_Key_IsTheSameOnEveryMachine(string key, double expected) => ClientKey.Position(key).ShouldBe(expected);

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.25)]
    [InlineData(0.9)]
    public void Position_ManyKeys_FallBelowAShareAsOftenAsItSays(double share)
    {
        const int Keys = 20_000;
        var below = Enumerable.Range(0, Keys).Count(key => ClientKey.Position($"client-{key}") < share);

        // Five standard deviations of a binomial count.
        ((double)below).ShouldBe(Keys * share, 5 * Math.Sqrt(Keys * share * (1 - share)));
    }

    [Theory]
    [InlineData("ipv4:10.0.0.7:5123", "ipv4:10.0.0.7")]
    [InlineData("ipv6:[::1]:80", "ipv6:[::1]")]
    [InlineData("unix:/run/bqx.sock", "unix:/run/bqx.sock")]
    public void Of_NoMetadata_IsTheHost(string peer, string expected) => ClientKey.Of(new TestCall(peer: peer)).ShouldBe(expected);

    [Fact]
    public void Of_Metadata_IsTheClientIdBeforeTheKey()
    {
        Metadata key = new() { { "authorization", "Bearer x" } }, both = new() { { "authorization", "Bearer x" }, { "client-id", "desk-4" } };

        ClientKey.Of(new TestCall(headers: key)).ShouldBe("Bearer x");
        ClientKey.Of(new TestCall(headers: both)).ShouldBe("desk-4");
    }

    [Fact]
    public async Task Predict_CanaryOfThirty_AnswersTheClientsBelowItAndSaysSo()
    {
        await using var rig = await CreateAsync(0.3);
        for (var client = 0; client < 100; client++)
        {
            var id = $"client-{client}";
            var expected = ClientKey.Position(id) < 0.3 ? 2 : 1;

            (await VersionAsync(rig, "", id)).ShouldBe(expected);
            (await VersionAsync(rig, "", id)).ShouldBe(expected);
            (await VersionAsync(rig, "production", id)).ShouldBe(1);
            (await VersionAsync(rig, "canary", id)).ShouldBe(2);
        }
    }

    [Fact]
    public async Task PredictBatch_CanaryOfAll_IsThatOfTheCanary()
    {
        await using var rig = await CreateAsync(1);

        var reply = await rig.Service.PredictBatch(new PredictBatchRequest(), new TestCall());

        reply.Predictions.ShouldAllBe(one => one.Prediction.Model.Version == 2);
    }

    [Fact]
    public async Task Predict_NoCanary_DoesNotLookAtTheClient()
    {
        await using var rig = await CreateAsync(1, canary: false);

        (await rig.Service.Predict(new PredictRequest { Pair = "EURUSD" }, null!)).ToMessage().Prediction.Model.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Predict_CanaryFailedOnTheBar_IsAnsweredByProduction()
    {
        var repository = new FixedRepository();
        for (var version = 1; version <= 2; version++)
        {
            var id = new ModelId("fx", version);
            repository.Add(id, TestModels.Package(id, TestModels.Output(version), null, Features.FeatureCatalogue.Schema));
        }

        await using var rig = new PipelineRig(new FakeTimeProvider(), repository, canary: new CanaryOptions { Share = 1 });
        rig.Start();
        rig.Watch();
        await rig.Promoter.PromoteAsync("production", new ModelId("fx", 1), default);
        await rig.Promoter.PromoteAsync("canary", new ModelId("fx", 2), default);
        (await VersionAsync(rig, "", "a")).ShouldBe(2);

        rig.Plugin.OnBar = (id, _) =>
        {
            if (id.Version == 2)
            {
                throw new FaultException(Fault.ModelFailed, "boom");
            }
        };
        await rig.SendAsync(TestBars.Live(1)[0].Bars.ToArray());

        (await VersionAsync(rig, "", "a")).ShouldBe(1);
    }

    private static async Task<PipelineRig> CreateAsync(double share, bool canary = true)
    {
        var rig = new PipelineRig(new FakeTimeProvider(), canary: new CanaryOptions { Share = share });
        rig.Start();
        rig.Watch();
        await rig.Promoter.PromoteAsync("production", new ModelId("noop", 1), default);
        if (canary)
        {
            await rig.Promoter.PromoteAsync("canary", new ModelId("noop", 2), default);
        }

        return rig;
    }

    private static async Task<int> VersionAsync(PipelineRig rig, string model, string client)
    {
        var call = new TestCall(headers: new Metadata { { "client-id", client } });
        return (await rig.Service.Predict(new PredictRequest { Pair = "EURUSD", Model = model }, call)).ToMessage().Prediction.Model.Version;
    }
}

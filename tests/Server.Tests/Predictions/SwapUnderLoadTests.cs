using Bqx.Plugins.Hosting;
using Bqx.Plugins.NoOp;
using Bqx.Server.Tests.Doubles;
using Bqx.V1;

namespace Bqx.Server.Tests.Predictions;

public sealed class SwapUnderLoadTests
{
    [Fact]
    public async Task Predict_During250Swaps_NeverFailsNeverMixesAndOldModelsAreFreed()
    {
        const int Swaps = 250;
        await using var rig = new PipelineRig();
        rig.Start();
        var old = new List<LoadedModel> { await rig.ServeAsync(1) };
        using var stop = new CancellationTokenSource();
        var reads = 0L;
        var readers = Enumerable.Range(0, 2).Select(reader => Task.Run(async () =>
        {
            var request = new PredictBatchRequest();
            while (!stop.IsCancellationRequested)
            {
                var reply = await rig.Service.PredictBatch(request, null!);
                var version = reply.Predictions[0].Prediction.Model.Version;
                reply.Predictions.Count.ShouldBe(28);
                reply.Predictions.ShouldAllBe(one =>
                    one.Prediction.Model.Version == version && one.Prediction.Bqx == NoOpModel.BqxOf(version));
                Interlocked.Increment(ref reads);
            }
        })).ToList();

        for (var version = 2; version <= Swaps + 1; version++)
        {
            old.Add(await rig.ServeAsync(version));
        }

        while (Interlocked.Read(ref reads) < 100)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        old.SkipLast(1).ShouldAllBe(model => model.IsFreed);
        old[^1].IsFreed.ShouldBeFalse();
        rig.Board.Current.Find("").Model.Version.ShouldBe(Swaps + 1);
    }
}

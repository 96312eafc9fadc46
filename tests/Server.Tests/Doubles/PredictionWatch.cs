using System.Threading.Channels;
using Bqx.V1;
using Grpc.Net.Client;

namespace Bqx.Server.Tests.Doubles;

/// <summary>Asks a server for all predictions, one call after the other, and tells when another model begins to answer.</summary>
internal sealed class PredictionWatch : IAsyncDisposable
{
    private readonly Channel<string> _models = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <param name="channel">The server.</param>
    /// <param name="expected">BQX by pair index that each model must answer with, by its id.</param>
    public PredictionWatch(GrpcChannel channel, IReadOnlyDictionary<string, float[]> expected) =>
        _running = Task.Run(() => RunAsync(new Prediction.PredictionClient(channel), expected));

    /// <summary>The next model that answers. Fails when a call has failed, or an answer was not that of its model.</summary>
    public async Task<string> NextAsync() => await _models.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Stops. Fails as <see cref="NextAsync"/> does.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(Prediction.PredictionClient client, IReadOnlyDictionary<string, float[]> expected)
    {
        try
        {
            var last = "";
            while (!_stop.IsCancellationRequested)
            {
                var reply = await client.PredictBatchAsync(new PredictBatchRequest());
                var model = reply.Predictions.Select(one => $"{one.Prediction.Model.Name}@{one.Prediction.Model.Version}").Distinct().ShouldHaveSingleItem();
                Forecasts.ShouldBe(reply, expected[model]);
                if (model != last)
                {
                    _models.Writer.TryWrite(last = model);
                }
            }
        }
        catch (Exception error)
        {
            _models.Writer.Complete(error);
            throw;
        }
    }
}

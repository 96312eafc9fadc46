using System.Runtime.CompilerServices;
using Bqx.V1;
using Grpc.Core;

namespace Bqx.Client;

/// <summary>One subscription over as many streams as it takes: each minute is delivered once and none after a later one.</summary>
internal sealed class Subscription(Prediction.PredictionClient client, BqxClientOptions options)
{
    private readonly Backoff _backoff = new(options);
    private readonly ResumePoint _point = new();

    public async IAsyncEnumerable<SubscribeReply> RunAsync(
        SubscribeRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var call = client.Subscribe(request, cancellationToken: stop.Token);

            // The first answer is there at once where a server answers at all; later ones come when a minute closes.
            var limit = options.Deadline;
            while (await StreamStep.MoveAsync(call.ResponseStream, stop, limit, options.Time, cancellationToken) is true)
            {
                limit = Timeout.InfiniteTimeSpan;
                _backoff.Reset();
                if (_point.TryPass(call.ResponseStream.Current))
                {
                    yield return call.ResponseStream.Current;
                }
            }

            await _backoff.WaitAsync(cancellationToken);
        }
    }
}

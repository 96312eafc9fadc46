using Grpc.Core;
using Polly;

namespace Bqx.Client;

/// <summary>
/// Makes calls with a deadline: 1 tried again while the server is unavailable or asks for it, 2 sent a second time where the first sending is
/// slow. For calls that may be made twice.
/// </summary>
internal sealed class CallRunner(BqxClientOptions options)
{
    private readonly ResiliencePipeline _retry = RetryPipeline.Create(options);
    private readonly HedgeBudget _budget = new(options.HedgePercent);

    /// <summary>Makes a call.</summary>
    /// <exception cref="RpcException">It failed.</exception>
    public async ValueTask<T> RunAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        var deadline = options.Time.GetUtcNow() + options.Deadline;
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(RetryPipeline.Deadline, deadline);
        try
        {
            return await _retry.ExecuteAsync(async state => await SendAsync(call, deadline.UtcDateTime, state.CancellationToken), context); // 1
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private Task<T> SendAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, DateTime deadline, CancellationToken cancellationToken) =>
        options.HedgeAfter is { } after
            ? HedgeAsync(stop => call(new CallOptions(deadline: deadline, cancellationToken: stop)).ResponseAsync, after, cancellationToken) // 2
            : call(new CallOptions(deadline: deadline, cancellationToken: cancellationToken)).ResponseAsync;

    private async Task<T> HedgeAsync<T>(Func<CancellationToken, Task<T>> send, TimeSpan after, CancellationToken cancellationToken)
    {
        _budget.Earn();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = send(stop.Token);
        try
        {
            if (await Task.WhenAny(first, Task.Delay(after, options.Time, stop.Token)) == first || !_budget.TrySpend())
            {
                return await first;
            }

            var second = send(stop.Token);
            var winner = await Task.WhenAny(first, second);
            var loser = winner == first ? second : first;
            Forget(winner.IsCompletedSuccessfully ? loser : winner);
            return await (winner.IsCompletedSuccessfully ? winner : loser);
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    // Its failure is nobody's any longer.
    private static void Forget(Task task) => _ = task.ContinueWith(
        static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}

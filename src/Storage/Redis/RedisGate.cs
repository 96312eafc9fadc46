using System.Diagnostics;
using Polly;
using Polly.CircuitBreaker;

namespace Bqx.Storage;

/// <summary>
/// Every call to Redis goes through here: a limit on calls that wait for an answer, a circuit breaker, a time-out. The client has no
/// time-out on awaited calls, so the wait is given up while the call itself goes on; its place is freed only when it ends, so that a
/// server that stands still cannot pile up calls without bound.
/// </summary>
internal sealed class RedisGate
{
    private readonly int _limit;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _pipeline;
    private int _outstanding;

    public RedisGate(RedisCacheOptions options, TimeProvider time)
    {
        _limit = options.MaxOutstanding;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } error && IsFailure(error)),
                FailureRatio = 0.5,
                MinimumThroughput = options.BreakAfter,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = options.BreakDuration,
                StateProvider = _state,
            })
            .AddTimeout(options.Timeout)
            .Build();
    }

    /// <summary>Whether calls are refused since too many have failed.</summary>
    public bool IsBroken => _state.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <summary>Calls that wait for an answer, those given up included.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>The result of a call, or <paramref name="otherwise"/> when Redis is out of reach. Only the caller's own cancellation throws.</summary>
    public async ValueTask<T> CallAsync<T>(string command, Func<Task<T>> call, T otherwise, CancellationToken cancellationToken)
    {
        using var span = StorageTelemetry.Start("redis", command);
        try
        {
            return await _pipeline.ExecuteAsync(
                static (state, stop) => state.Gate.AttemptAsync(state.Call, stop), (Gate: this, Call: call), cancellationToken);
        }
        catch (Exception error) when (IsFailure(error))
        {
            span?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
            cancellationToken.ThrowIfCancellationRequested();
            return otherwise;
        }
    }

    // Errors of the client, a time-out, an open circuit, an answer that makes no sense: whatever it is, it is Redis's.
    private static bool IsFailure(Exception error) => error is not OperationCanceledException;

    private async ValueTask<T> AttemptAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _outstanding) > _limit)
        {
            Interlocked.Decrement(ref _outstanding);
            throw new TimeoutException("Too many calls wait for an answer.");
        }

        Task<T> answer;
        try
        {
            answer = call();
        }
        catch
        {
            Interlocked.Decrement(ref _outstanding);
            throw;
        }

        _ = answer.ContinueWith(
            static (ended, gate) =>
            {
                _ = ended.Exception;
                Interlocked.Decrement(ref ((RedisGate)gate!)._outstanding);
            },
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return await answer.WaitAsync(cancellationToken);
    }
}

using Grpc.Core;
using Polly;
using Polly.Retry;

namespace Bqx.Client;

/// <summary>When and how calls are tried again.</summary>
internal static class RetryPipeline
{
    /// <summary>Reads are idempotent and so is sending bars: whatever did not reach the server or its store is worth another try.</summary>
    public static bool IsTransient(RpcException error) => error.StatusCode == StatusCode.Unavailable;

    public static ResiliencePipeline Create(BqxClientOptions options) => new ResiliencePipelineBuilder { TimeProvider = options.Time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<RpcException>(IsTransient),
            MaxRetryAttempts = options.Retries,
            Delay = options.RetryDelay,
            MaxDelay = options.MaxRetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();
}

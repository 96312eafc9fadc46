using System.Globalization;
using System.Net.Sockets;
using Grpc.Core;
using Polly;
using Polly.Retry;

namespace Bqx.Client;

/// <summary>When and how calls are tried again.</summary>
internal static class RetryPipeline
{
    private const string Pushback = "grpc-retry-pushback-ms";

    /// <summary>On a call's context: when nobody waits for it any longer.</summary>
    public static readonly ResiliencePropertyKey<DateTimeOffset> Deadline = new("bqx.deadline");

    /// <summary>
    /// Reads are idempotent and so is sending bars: whatever did not reach the server or its store is worth another try, and so is what a
    /// connection broke off, by whatever name the transport calls that: then no status came from the server, and the status has a cause.
    /// </summary>
    public static bool IsTransient(RpcException error) => error.StatusCode == StatusCode.Unavailable
        || error.Status.DebugException is HttpRequestException or IOException or SocketException or ObjectDisposedException or OperationCanceledException;

    /// <summary>How long the server asks to wait before the call is made again; null: it does not ask for it again.</summary>
    public static TimeSpan? PushbackOf(RpcException error) =>
        error.StatusCode == StatusCode.ResourceExhausted
        && int.TryParse(error.Trailers.GetValue(Pushback), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    public static ResiliencePipeline Create(BqxClientOptions options) => new ResiliencePipelineBuilder { TimeProvider = options.Time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is RpcException error && (IsTransient(error) || IsInTime(error, arguments.Context, options.Time))),
            DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Exception is RpcException error ? PushbackOf(error) : null),
            MaxRetryAttempts = options.Retries,
            Delay = options.RetryDelay,
            MaxDelay = options.MaxRetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    // A call whose turn would come after its deadline is better told so now.
    private static bool IsInTime(RpcException error, ResilienceContext context, TimeProvider time) =>
        PushbackOf(error) is { } wait && time.GetUtcNow() + wait < context.Properties.GetValue(Deadline, DateTimeOffset.MaxValue);
}

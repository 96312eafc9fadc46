using System.Buffers;
using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Server.Telemetry;
using Grpc.Core;

namespace Bqx.Server.Services.Inference;

/// <summary>
/// Runs requests of the Open Inference Protocol on the loaded models, on the thread that read them: find the model, check the request, copy
/// its numbers, run, answer. A model that is freed meanwhile is looked for again.
/// </summary>
internal sealed class InferRunner(ModelHost host, PredictionMetrics metrics, TimeProvider time)
{
    /// <summary>Answers one request.</summary>
    /// <exception cref="FaultException">The request does not fit, the model is not loaded, or it failed.</exception>
    /// <exception cref="OperationCanceledException">The caller has gone, or its deadline has passed.</exception>
    public InferAnswer Run(OpenInference.ModelInferRequest request, ServerCallContext context)
    {
        CheckDeadline(context);
        InferRequestRules.CheckId(request.Id);
        while (true)
        {
            var started = time.GetTimestamp();
            var graph = ModelFinder.Find(host.Loaded, request.ModelName, request.ModelVersion);
            if (Answer(graph, request, started, context) is { } answer)
            {
                return answer;
            }
        }
    }

    // Without the token, which would start a timer.
    private void CheckDeadline(ServerCallContext context)
    {
        if (context.Deadline != DateTime.MaxValue && context.Deadline <= time.GetUtcNow().UtcDateTime)
        {
            throw new FaultException(Fault.DeadlineExceeded, "The deadline passed before the model was run.");
        }
    }

    private InferAnswer? Answer(
        ServedGraph graph, OpenInference.ModelInferRequest request, long started, ServerCallContext context)
    {
        var pair = InferRequestRules.PairOf(graph, request.Parameters);
        var wanted = InferRequestRules.OutputsOf(graph, request.Outputs);
        var count = InferInput.CheckRows(graph, request);
        var size = count * graph.InputWidth;
        var rows = ArrayPool<float>.Shared.Rent(size);
        var answer = new InferAnswer(graph, request.Id, count, request.RawInputContents.Count > 0, wanted);
        var done = false;
        try
        {
            InferInput.Read(graph, request, rows.AsSpan(0, size));
            var read = time.GetTimestamp();
            done = TryRun(graph, rows.AsMemory(0, size), pair, answer.Values, context);
            if (!done)
            {
                return null;
            }

            var ran = time.GetTimestamp();
            metrics.Inferred(count);
            answer.RunTime = time.GetElapsedTime(read, ran);
            graph.Counters.Succeeded(count, time.GetElapsedTime(started, read), answer.RunTime, time.GetUtcNow());
            return answer;
        }
        catch (FaultException failed) when (failed.Fault == Fault.ModelFailed)
        {
            graph.Counters.Failed(time.GetElapsedTime(started));
            throw;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rows);
            if (!done)
            {
                answer.Dispose();
            }
        }
    }

    private static bool TryRun(
        ServedGraph graph, ReadOnlyMemory<float> rows, Pair pair, Span<float> outputs, ServerCallContext context)
    {
        var count = outputs.Length / graph.OutputWidth;
        for (var first = 0; first < count; first += InferLimits.RowsOfRun)
        {
            if (first > 0)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
            }

            var taken = Math.Min(InferLimits.RowsOfRun, count - first);
            var ran = graph.TryRun(
                rows.Slice(first * graph.InputWidth, taken * graph.InputWidth),
                pair,
                outputs.Slice(first * graph.OutputWidth, taken * graph.OutputWidth));
            if (!ran)
            {
                return false;
            }
        }

        return true;
    }
}

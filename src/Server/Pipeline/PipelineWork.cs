using Bqx.Core;
using Bqx.Plugins.Hosting;

namespace Bqx.Server.Pipeline;

/// <summary>What the pipeline does one at a time.</summary>
internal abstract record PipelineWork
{
    private PipelineWork()
    {
    }

    /// <summary>Bars have come.</summary>
    public sealed record Bars(IngestBatch Batch) : PipelineWork;

    /// <summary>The deadline of a minute has passed.</summary>
    public sealed record Deadline(Minute Close) : PipelineWork;

    /// <summary>Other models are to serve; completes when their predictions are published.</summary>
    public sealed record Swap(IReadOnlyDictionary<string, LoadedModel> ByLabel, TaskCompletionSource Done) : PipelineWork;
}

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

    /// <summary>A minute that another server took in has been read from the store.</summary>
    public sealed record Follow(MinuteBars Minute) : PipelineWork;

    /// <summary>A rebuild of the features begins: bars that come late from now on are to be repaired in it too.</summary>
    public sealed record BeginRebuild : PipelineWork;

    /// <summary>A rebuild is ready, or null where it failed; completes with whether another one is needed.</summary>
    public sealed record EndRebuild(FeatureTimeline? Rebuilt, TaskCompletionSource<bool> Done) : PipelineWork;

    /// <summary>Other models are to serve; completes when their predictions are published.</summary>
    public sealed record Swap(IReadOnlyDictionary<string, LoadedModel> ByLabel, TaskCompletionSource Done) : PipelineWork;
}

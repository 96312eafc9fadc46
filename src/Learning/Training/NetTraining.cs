using Bqx.Learning.Neural.Loop;
using Bqx.Learning.Neural.Optimizers;
using Bqx.Learning.Neural.Runtime;
using Bqx.Learning.Neural.Schedules;

namespace Bqx.Learning.Training;

/// <summary>How every net of a study is trained: Adam with decoupled decay, the learning rate falling along half a cosine to 2 %.</summary>
internal static class NetTraining
{
    private const double FloorShare = 0.02;

    /// <param name="options">Of the net.</param>
    /// <param name="epochs">Most passes over the rows.</param>
    /// <param name="rate">Learning rate of the first step.</param>
    /// <param name="threads">Threads of an operator.</param>
    /// <param name="checkpoint">File to take the training up from and save it to; null = none.</param>
    public static TrainingOptions Of(INetOptions options, int epochs, double rate, int threads, string? checkpoint) => new()
    {
        Batch = options.Batch,
        MaxEpochs = epochs,
        Patience = options.Patience,
        Optimizer = new AdamOptions { WeightDecay = options.WeightDecay },
        Schedule = new ScheduleOptions { Kind = ScheduleKind.Cosine, LearningRate = rate, FloorShare = FloorShare },
        Seed = options.Seed,
        Runtime = new RuntimeOptions { Threads = threads },
        Checkpoint = checkpoint,
    };

    /// <summary>A checkpoint of that name; null without a folder.</summary>
    public static string? Checkpoint(string? folder, string name) => folder is null ? null : Path.Combine(folder, $"{name}.checkpoint");
}

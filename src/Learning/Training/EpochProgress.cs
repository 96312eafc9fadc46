using Bqx.Learning.Neural.Loop;

namespace Bqx.Learning.Training;

/// <summary>Hands epochs on as progress, at once and on the thread that trains.</summary>
internal sealed class EpochProgress : IProgress<EpochReport>
{
    private readonly IProgress<TrainProgress> _progress;
    private readonly string _stage;
    private readonly int _epochs;

    private EpochProgress(IProgress<TrainProgress> progress, string stage, int epochs) =>
        (_progress, _stage, _epochs) = (progress, stage, epochs);

    /// <summary>Null where nobody listens.</summary>
    public static EpochProgress? Of(IProgress<TrainProgress>? progress, string stage, int epochs) =>
        progress is null ? null : new EpochProgress(progress, stage, epochs);

    public void Report(EpochReport value) => _progress.Report(new TrainProgress(
        _stage,
        (double)value.Epoch / _epochs,
        $"epoch {value.Epoch}, training loss {value.TrainLoss:0.0000}, validation loss {value.ValidationLoss:0.0000}"));
}

using Bqx.Trainer.Hosting;
using Bqx.Trainer.Runs;

namespace Bqx.Trainer.Studies;

/// <summary>Runs the stages of a study one after the other, and takes what a stage of an earlier, interrupted run has left.</summary>
internal sealed class StageRunner(StudyFolder folder, TrainerHost host)
{
    private readonly StepList _steps = new(host);

    /// <summary>Seconds of the stages that ran.</summary>
    public IEnumerable<StageTime> Times => _steps.Done.Select(step => new StageTime(step.Name, step.Seconds));

    /// <summary>Runs a stage that leaves nothing behind.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="body">Reports a fraction 0..1; returns its value and a phrase that says what came out.</param>
    public Task<T> RunAsync<T>(string name, Func<IProgress<double>, Task<(T Value, string Outcome)>> body) => _steps.RunAsync(name, body);

    /// <summary>Runs a stage whose result is kept in a file, or reads that.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="file">The file, relative to the study's folder.</param>
    /// <param name="write">Result to bytes.</param>
    /// <param name="read">Bytes to result.</param>
    /// <param name="body">Computes it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<T> RunAsync<T>(
        string name,
        string file,
        Func<T, byte[]> write,
        Func<byte[], T> read,
        Func<IProgress<double>, Task<(T Value, string Outcome)>> body,
        CancellationToken cancellationToken) => _steps.RunAsync(name, async progress =>
        {
            if (await folder.TryReadAsync(file, cancellationToken) is { } kept)
            {
                return (read(kept), "kept from before");
            }

            var (value, outcome) = await body(progress);
            await folder.WriteAsync(file, write(value), cancellationToken);
            return (value, outcome);
        });

    /// <summary>Runs a stage of a fold that forecasts.</summary>
    public Task<StageResult> ForecastAsync(
        string name, string file, Func<IProgress<double>, Task<(StageResult Value, string Outcome)>> body, CancellationToken cancellationToken) =>
        RunAsync(name, file, result => result.Write(), StageResult.Read, body, cancellationToken);
}

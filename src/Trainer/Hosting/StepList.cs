using System.Globalization;
using Spectre.Console;

namespace Bqx.Trainer.Hosting;

/// <summary>
/// Runs named steps one after the other. On a terminal a step shows a bar while it runs; everywhere it leaves one line with
/// what came out and how long it took.
/// </summary>
internal sealed class StepList(TrainerHost host)
{
    private readonly List<StepResult> _done = [];

    /// <summary>The steps that have ended, in order.</summary>
    public IReadOnlyList<StepResult> Done => _done;

    /// <summary>Runs a step. Its body reports a fraction 0..1, and returns its value and a phrase that says what came out.</summary>
    public async Task<T> RunAsync<T>(string name, Func<IProgress<double>, Task<(T Value, string Outcome)>> body)
    {
        var started = host.Clock.GetTimestamp();
        var (value, outcome) = host.Progress.Profile.Capabilities.Interactive
            ? await host.Progress.Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
                .StartAsync(context => body(new Bar(context.AddTask(Markup.Escape(name), maxValue: 1))))
            : await body(new Progress<double>());
        var seconds = host.Clock.GetElapsedTime(started).TotalSeconds;
        _done.Add(new StepResult(name, Math.Round(seconds, 2), outcome));
        host.Progress.MarkupLine(string.Create(
            CultureInfo.InvariantCulture, $"  [green]✓[/] {Markup.Escape(name),-34} {seconds,6:0.0} s  {Markup.Escape(outcome)}"));
        return value;
    }

    private sealed class Bar(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = Math.Clamp(value, 0, 1);
    }
}

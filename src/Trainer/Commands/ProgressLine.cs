using System.Globalization;
using Bqx.Trainer.Hosting;
using Spectre.Console;

namespace Bqx.Trainer.Commands;

/// <summary>Shows on stderr that a long step goes on.</summary>
internal static class ProgressLine
{
    /// <summary>Runs a step that reports how many bars, or other units, it has dealt with.</summary>
    public static async Task<T> TrackAsync<T>(this TrainerHost host, string title, Func<Action<int>, Task<T>> step, string unit = "bars")
    {
        if (!host.Progress.Profile.Capabilities.Interactive)
        {
            return await step(_ => { });
        }

        var done = 0L;
        return await host.Progress.Status().StartAsync(title, async status => await step(count =>
        {
            var units = Interlocked.Add(ref done, count);
            status.Status($"{title}: {units.ToString("N0", CultureInfo.InvariantCulture)} {unit}");
        }));
    }
}

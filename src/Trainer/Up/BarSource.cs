using Bqx.Core;

namespace Bqx.Trainer.Up;

/// <summary>
/// Remembers which bars a database holds, so that synthetic and real ones, or those of two folders, are never mixed unasked.
/// One line in <c>BQX_HOME/bars.source</c>.
/// </summary>
internal static class BarSource
{
    /// <summary>Claims the database for a source.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: it holds bars of another one.</exception>
    public static async Task ClaimAsync(string home, string source, bool hasBars, CancellationToken cancellationToken)
    {
        var file = Path.Combine(home, "bars.source");
        if (hasBars)
        {
            var known = File.Exists(file) ? (await File.ReadAllTextAsync(file, cancellationToken)).Trim() : "bars that were loaded otherwise";
            if (known != source)
            {
                throw new FaultException(
                    Fault.InvalidInput,
                    $"The database holds {known}, not {source}: empty it with './bqx clean --data', or give this run a folder of its own with BQX_HOME.");
            }
        }

        Directory.CreateDirectory(home);
        await File.WriteAllTextAsync(file, source + "\n", cancellationToken);
    }
}

using Bqx.LoadTests.Servers;

namespace Bqx.LoadTests.Measuring;

/// <summary>Looks at a server's memory once a second and says by how much it grew, as a least-squares line has it.</summary>
internal sealed class MemorySlope(IServerUnderTest server, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly List<(double Seconds, double Bytes)> _samples = [];

    /// <summary>Collects until it is cancelled.</summary>
    public async Task CollectAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            do
            {
                var memory = await server.MemoryAsync(cancellationToken);
                _samples.Add((clock.GetElapsedTime(started).TotalSeconds, memory.WorkingSetBytes));
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // Enough was seen.
        }
    }

    /// <summary>The line's rise over the whole time, in per cent of the mean; 0 of fewer than two samples.</summary>
    public double Percent() => PercentOf(_samples);

    internal static double PercentOf(IReadOnlyList<(double Seconds, double Bytes)> samples)
    {
        if (samples.Count < 2)
        {
            return 0;
        }

        var (x, y) = (samples.Average(sample => sample.Seconds), samples.Average(sample => sample.Bytes));
        var slope = samples.Sum(sample => (sample.Seconds - x) * (sample.Bytes - y)) / samples.Sum(sample => (sample.Seconds - x) * (sample.Seconds - x));
        return 100 * slope * (samples[^1].Seconds - samples[0].Seconds) / y;
    }
}

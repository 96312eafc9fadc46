using Bqx.Core;
using Bqx.LoadTests.Load;

namespace Bqx.LoadTests.Chaos;

/// <summary>
/// Sends minutes, one after the other, to whichever server takes bars, each until it is acknowledged, and remembers what was acknowledged.
/// </summary>
internal sealed class BarFeed(Replicas replicas, IEnumerator<MinuteBars> minutes)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private readonly List<MinuteBars> _acknowledged = [];
    private readonly Lock _lock = new();

    /// <summary>What servers said that they have committed.</summary>
    public IReadOnlyList<MinuteBars> Acknowledged
    {
        get
        {
            lock (_lock)
            {
                return [.. _acknowledged];
            }
        }
    }

    /// <summary>Sends some minutes as fast as they are taken.</summary>
    public async Task SendAsync(int count, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count && minutes.MoveNext(); i++)
        {
            await SendAsync(minutes.Current, cancellationToken);
        }
    }

    /// <summary>Sends a minute every quarter of a second until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await SendAsync(1, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough was sent.
        }
    }

    /// <summary>Completes once a minute was acknowledged that had not been when this was called.</summary>
    public async Task WhenMovingAsync(CancellationToken cancellationToken)
    {
        var before = Acknowledged.Count;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Acknowledged.Count == before)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private async Task SendAsync(MinuteBars minute, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var server in replicas.All)
            {
                if (await MinuteSender.TrySendAsync(server.Address, minute, cancellationToken))
                {
                    lock (_lock)
                    {
                        _acknowledged.Add(minute);
                    }

                    return;
                }
            }

            await Task.Delay(Every, cancellationToken);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Server.Labels;
using Google.Protobuf.WellKnownTypes;

namespace Bqx.Server.Services;

/// <summary>Changes of models and labels, for those who watch. A watcher that is too slow loses the oldest changes.</summary>
internal sealed class ModelEvents(ModelHost host, LabelBoard board, TimeProvider time)
{
    private const int Capacity = 1024;

    /// <summary>The present state of everything, then every change.</summary>
    public async IAsyncEnumerable<V1.ModelEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var queue = Channel.CreateBounded<V1.ModelEvent>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        void OnChange(object? sender, ModelStatusEventArgs change) => queue.Writer.TryWrite(Event(change.Status));

        host.StateChanged += OnChange;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        foreach (var status in host.Statuses)
        {
            queue.Writer.TryWrite(Event(status));
        }

        var following = FollowLabelsAsync(queue.Writer, stop.Token);
        try
        {
            await foreach (var change in queue.Reader.ReadAllAsync(cancellationToken))
            {
                yield return change;
            }
        }
        finally
        {
            host.StateChanged -= OnChange;
            await stop.CancelAsync();
            await following;
        }
    }

    private async Task FollowLabelsAsync(ChannelWriter<V1.ModelEvent> queue, CancellationToken cancellationToken)
    {
        var told = new Dictionary<string, long>(StringComparer.Ordinal);
        while (!cancellationToken.IsCancellationRequested)
        {
            var seen = board.Current;
            foreach (var label in seen.Labels.Where(label => told.GetValueOrDefault(label.Label) < label.Revision))
            {
                told[label.Label] = label.Revision;
                queue.TryWrite(new V1.ModelEvent { Time = Now(), Label = ModelMessages.Of(label) });
            }

            await seen.Superseded.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private V1.ModelEvent Event(ModelStatus status) =>
        new() { Time = Now(), Model = ModelMessages.Of(status, board.Current.Labels) };

    private Timestamp Now() => Timestamp.FromDateTimeOffset(time.GetUtcNow());
}

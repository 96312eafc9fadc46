using Bqx.LoadTests.Load;
using Bqx.Benching.Machine;
using Bqx.LoadTests.Measuring;
using Bqx.V1;
using Grpc.Core;

namespace Bqx.LoadTests.Benches;

/// <summary>Moves a label back and forth between two versions of one model, on a schedule.</summary>
internal sealed class Promotions(Models.ModelsClient models, string label, IReadOnlyList<string> versions, IPacer pacer)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private int _next;

    public int Done { get; private set; }

    /// <summary>How long a promotion took, from call to answer.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>The two latest versions of the model that the label is on.</summary>
    public static async Task<Promotions> PrepareAsync(
        ChannelBase admin, string label, IPacer pacer, CancellationToken cancellationToken)
    {
        var models = new Models.ModelsClient(admin);
        var list = await models.ListAsync(new ListModelsRequest(), cancellationToken: cancellationToken);
        return new Promotions(models, label, Choose(list, label), pacer);
    }

    /// <summary>The first is the one that the label is not on, so that every promotion is a swap.</summary>
    internal static IReadOnlyList<string> Choose(ListModelsReply list, string label)
    {
        var current = list.Labels.FirstOrDefault(entry => entry.Label == label)?.Current;
        if (string.IsNullOrEmpty(current))
        {
            throw new BenchException($"Nothing is promoted to '{label}'; the bench needs a model that serves.");
        }

        var name = current[..current.IndexOf('@')];
        var other = list.Models
            .Where(model => model.Name == name && model.State != ModelState.Failed && $"{name}@{model.Version}" != current)
            .MaxBy(model => model.Version)
            ?? throw new BenchException($"'{name}' has only one version; the bench swaps between two.");
        return [$"{name}@{other.Version}", current];
    }

    /// <summary>Promotes <paramref name="count"/> times, a quarter of a second apart; one that is late does not skip.</summary>
    public async Task RunAsync(int count, TimeSpan over, CancellationToken cancellationToken)
    {
        var start = pacer.Elapsed;
        for (var i = 0; i < count; i++)
        {
            var due = start + (long)(over.TotalNanoseconds * i / count);
            if (due > pacer.Elapsed)
            {
                await Task.Delay(TimeSpan.FromMicroseconds((due - pacer.Elapsed) / 1_000.0), cancellationToken);
            }

            await PromoteAsync(cancellationToken);
        }
    }

    private async Task PromoteAsync(CancellationToken cancellationToken)
    {
        var model = versions[_next++ % versions.Count];
        var sent = pacer.Elapsed;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await models.PromoteAsync(
                new PromoteModelRequest { Label = label, Model = model }, cancellationToken: limit.Token);
        }
        catch (RpcException fault)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new BenchException(
                $"Promoting {model} to '{label}' ended with {StatusName.Of(fault.StatusCode)}: {fault.Status.Detail}");
        }

        Latency.Record(pacer.Elapsed - sent);
        Done++;
    }
}

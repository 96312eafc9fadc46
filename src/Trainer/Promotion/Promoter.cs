using Bqx.Core;

namespace Bqx.Trainer.Promotion;

/// <summary>
/// Moves labels from outside the servers: writes the request, and waits until every live replica has the version ready and the label
/// flips, or until one of them refuses it.
/// </summary>
internal sealed class Promoter(ILabelStore labels, TimeProvider clock)
{
    /// <summary>Moves a label. With no live replica it moves at once.</summary>
    /// <exception cref="FaultException">
    /// <see cref="Fault.ModelFailed"/>: a replica refused the version, with its reason, or another request took its place;
    /// <see cref="Fault.DeadlineExceeded"/>: not all replicas were ready in time. The label stays where it was.
    /// </exception>
    public async Task<PromotionResult> PromoteAsync(string label, ModelId model, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var before = await FindAsync(label, cancellationToken);
        if (before is { Requested: null } && before.Current == model)
        {
            return new PromotionResult(before, Waited: false, TimeSpan.Zero);
        }

        await labels.RequestAsync(label, model, cancellationToken);
        if (await CommitAsync(label, model, cancellationToken) is { } flipped)
        {
            return new PromotionResult(flipped, Waited: false, clock.GetElapsedTime(started));
        }

        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return new PromotionResult(await WaitAsync(label, model, either.Token), Waited: true, clock.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // A replica that died while it loaded no longer counts; perhaps it was the last one.
            if (await CommitAsync(label, model, cancellationToken) is { } late)
            {
                return new PromotionResult(late, Waited: true, clock.GetElapsedTime(started));
            }

            var reason = $"Not all servers had {model} ready within {timeout.TotalSeconds:0.#} s.";
            await labels.RejectAsync(label, model, reason, cancellationToken);
            throw new FaultException(Fault.DeadlineExceeded, $"{reason} '{label}' stays on {before?.Current?.ToString() ?? "nothing"}.");
        }
    }

    /// <summary>Moves a label to the version that it was on before.</summary>
    /// <exception cref="FaultException"><see cref="Fault.UnknownModel"/>: there is none; else as for a promotion.</exception>
    public async Task<PromotionResult> RollbackAsync(string label, TimeSpan timeout, CancellationToken cancellationToken) =>
        await PromoteAsync(label, await FindPreviousAsync(label, cancellationToken), timeout, cancellationToken);

    /// <summary>The version that a label was on before.</summary>
    /// <exception cref="FaultException"><see cref="Fault.UnknownModel"/>: there is none.</exception>
    public async Task<ModelId> FindPreviousAsync(string label, CancellationToken cancellationToken) =>
        (await FindAsync(label, cancellationToken))?.Previous ?? throw new FaultException(
            Fault.UnknownModel, $"'{FaultException.Excerpt(label)}' has not been on another version: there is nothing to go back to.");

    private async Task<ModelLabel> WaitAsync(string label, ModelId model, CancellationToken cancellationToken)
    {
        await foreach (var state in labels.WatchAsync(cancellationToken))
        {
            var now = state.FirstOrDefault(known => known.Label == label);
            if (now is not null && now.Requested != model)
            {
                return now.Current == model && now.Requested is null
                    ? now
                    : throw new FaultException(Fault.ModelFailed, now.Reason ?? $"Another request has replaced that for {model}.");
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }

    private async Task<ModelLabel?> CommitAsync(string label, ModelId model, CancellationToken cancellationToken) =>
        (await labels.CommitReadyAsync(cancellationToken)).FirstOrDefault(moved => moved.Label == label && moved.Current == model);

    private async Task<ModelLabel?> FindAsync(string label, CancellationToken cancellationToken) =>
        (await labels.ReadAsync(cancellationToken)).FirstOrDefault(known => known.Label == label);
}

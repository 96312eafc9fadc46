using Bqx.Core;

namespace Bqx.Server.Labels;

/// <summary>Asks for a label to move and waits for what becomes of it.</summary>
internal sealed class Promoter(ILabelStore store, LabelBoard board)
{
    /// <summary>Moves a label to a version on all replicas.</summary>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: refused, with the reason.</exception>
    public async Task<ModelLabel> PromoteAsync(string label, ModelId model, CancellationToken cancellationToken)
    {
        var before = await FindAsync(label, cancellationToken);
        if (before is not null && before.Current == model && before.Requested is null)
        {
            return before;
        }

        await store.RequestAsync(label, model, cancellationToken);
        while (true)
        {
            var seen = board.Current;
            if (seen.Find(label) is { Requested: null } now && now.Revision > (before?.Revision ?? 0))
            {
                return now.Current == model
                    ? now
                    : throw new FaultException(Fault.ModelFailed, now.Reason ?? $"Another request has replaced that for {model}.");
            }

            await seen.Superseded.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Moves a label to the version that it was on before.</summary>
    /// <exception cref="FaultException"><see cref="Fault.UnknownModel"/>: there is none.</exception>
    public async Task<ModelLabel> RollbackAsync(string label, CancellationToken cancellationToken)
    {
        var now = await FindAsync(label, cancellationToken);
        return now?.Previous is { } previous
            ? await PromoteAsync(label, previous, cancellationToken)
            : throw new FaultException(Fault.UnknownModel, $"'{label}' has not been on another version: nothing to go back to.");
    }

    /// <summary>Moves a label back on all replicas, unless it has moved or been asked to move elsewhere by now.</summary>
    /// <returns>Whether this call asked for it.</returns>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: refused, with the reason.</exception>
    public async Task<bool> TryMoveBackAsync(string label, ModelId from, ModelId to, CancellationToken cancellationToken)
    {
        if (await FindAsync(label, cancellationToken) is not { Requested: null } now || now.Current != from)
        {
            return false;
        }

        await PromoteAsync(label, to, cancellationToken);
        return true;
    }

    private async Task<ModelLabel?> FindAsync(string label, CancellationToken cancellationToken) =>
        (await store.ReadAsync(cancellationToken)).FirstOrDefault(known => known.Label == label);
}

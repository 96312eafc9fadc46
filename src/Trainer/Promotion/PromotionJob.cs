using Bqx.Core;

namespace Bqx.Trainer.Promotion;

/// <summary>A promotion with its rules and its record: judge → move the label → write down.</summary>
internal sealed class PromotionJob(IModelRepository models, ILabelStore labels, IPromotionLog log, TimeProvider clock)
{
    private const int ReasonLength = 1_000;

    /// <summary>Promotes.</summary>
    /// <param name="label">The label to move.</param>
    /// <param name="model">A package that has been checked.</param>
    /// <param name="forced">Why to do it even where the rules refuse it; null: refuse then. It is recorded only where it was needed.</param>
    /// <param name="timeout">How long to wait for all servers.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FaultException"><see cref="Fault.ModelFailed"/>: the rules or a server refuse it; else as <see cref="Promoter"/>.</exception>
    public async Task<(PromotionResult Result, PromotionJudgement Judgement)> RunAsync(
        string label, ModelId model, string? forced, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (forced is not null && (string.IsNullOrWhiteSpace(forced) || forced.Length > ReasonLength))
        {
            throw new FaultException(Fault.InvalidInput, $"--force needs a reason of 1 to {ReasonLength} characters: it is recorded.");
        }

        var before = (await labels.ReadAsync(cancellationToken)).FirstOrDefault(known => known.Label == label)?.Current;
        var judgement = before == model
            ? new PromotionJudgement(true, "it was there already")
            : await new PromotionRules(models).JudgeAsync(model, before, cancellationToken);
        if (!judgement.IsAllowed && forced is null)
        {
            throw new FaultException(
                Fault.ModelFailed, $"{model} is not promoted: {judgement.Reason}. --force REASON does it all the same and records why.");
        }

        var result = await new Promoter(labels, clock).PromoteAsync(label, model, timeout, cancellationToken);
        if (before != model)
        {
            var entry = new PromotionEntry(label, model, before, judgement.Reason, judgement.IsAllowed ? null : forced, judgement.Statistic);
            await log.AddAsync(entry, cancellationToken);
        }

        return (result, judgement);
    }

    /// <summary>Moves a label back to where it was. The rules are not asked: a rollback is never refused for them.</summary>
    public async Task<PromotionResult> RollbackAsync(string label, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var before = (await labels.ReadAsync(cancellationToken)).FirstOrDefault(known => known.Label == label)?.Current;
        var result = await new Promoter(labels, clock).RollbackAsync(label, timeout, cancellationToken);
        await log.AddAsync(
            new PromotionEntry(label, result.Label.Current!, before, "rollback: the rules were not asked", null, null), cancellationToken);
        return result;
    }
}

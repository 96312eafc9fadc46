using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Search;

/// <summary>
/// Randomised search (Bergstra and Bengio 2012) within a training fold: fitted on its training block, judged on its validation block. Every
/// trial is written down, whatever came of it. Trial k draws from a seed of its own, so that more trials begin with the same ones.
/// </summary>
public sealed class RandomSearch(ImmutableArray<SearchParameter> space, ITrialLedger ledger, TimeProvider time)
{
    private const string Loss = "loss";
    private const long SeedStep = 1_000_003;

    /// <summary>Tries the start, where there is one, then draws from the space.</summary>
    /// <param name="template">What all trials have in common; its seed is the search's.</param>
    /// <param name="start">Parameters that are tried first; null for none.</param>
    /// <param name="trials">How many to try.</param>
    /// <param name="evaluate">Fits and judges.</param>
    /// <param name="cancellationToken">Stops between trials.</param>
    /// <exception cref="FaultException">
    /// <see cref="Fault.InvalidInput"/>: no trial is asked for; <see cref="Fault.ModelFailed"/>: all of them failed.
    /// </exception>
    public async Task<SearchResult> RunAsync(
        Trial template,
        ImmutableSortedDictionary<string, double>? start,
        int trials,
        Func<ImmutableSortedDictionary<string, double>, CancellationToken, SearchOutcome> evaluate,
        CancellationToken cancellationToken)
    {
        if (trials < 1)
        {
            throw new FaultException(Fault.InvalidInput, $"A search of {trials} trials finds nothing: at least 1 is needed.");
        }

        SearchResult? best = null;
        for (var i = 0; i < trials; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var parameters = i == 0 && start is not null ? start : Draw(template.Seed, i);
            var startedAt = time.GetUtcNow();
            var outcome = evaluate(parameters, cancellationToken);
            await ledger.AddAsync(Describe(template, parameters, outcome) with { StartedAt = startedAt, EndedAt = time.GetUtcNow() }, cancellationToken);
            if (double.IsFinite(outcome.Loss) && (best is null || outcome.Loss < best.Outcome.Loss))
            {
                best = new SearchResult(parameters, outcome, i, trials);
            }
        }

        return best ?? throw new FaultException(Fault.ModelFailed, $"All {trials} trials of {template.Study} failed: other parameters are needed.");
    }

    private static Trial Describe(Trial template, ImmutableSortedDictionary<string, double> parameters, SearchOutcome outcome) => template with
    {
        Parameters = parameters,
        Metrics = outcome.Metrics.SetItem(Loss, outcome.Loss).Where(metric => double.IsFinite(metric.Value))
            .ToImmutableSortedDictionary(StringComparer.Ordinal),
        Skill = outcome.Skill is { } skill && double.IsFinite(skill) ? skill : null,
    };

    private ImmutableSortedDictionary<string, double> Draw(long seed, int trial)
    {
        var random = new Random(unchecked((int)(seed + (trial * SeedStep))));
        return space.ToImmutableSortedDictionary(parameter => parameter.Name, parameter => parameter.At(random.NextDouble()), StringComparer.Ordinal);
    }
}

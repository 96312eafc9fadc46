using Bqx.Core;

namespace Bqx.Trainer.Tests.Bars;

/// <summary>A ledger over the real one that breaks off at one point.</summary>
internal sealed class FaultyImports(IBarImports inner, FaultPoint point) : IBarImports
{
    public async Task<BarImport> BeginAsync(BarImportKey key, bool force, CancellationToken cancellationToken)
    {
        BreakAt(FaultPoint.BeforeBegin);
        var import = await inner.BeginAsync(key, force, cancellationToken);
        BreakAt(FaultPoint.AfterBegin);
        return import;
    }

    public async Task<long> LoadAsync(BarImport import, IAsyncEnumerable<Bar> bars, CancellationToken cancellationToken)
    {
        BreakAt(FaultPoint.BeforeFirstMonth);
        var changed = await inner.LoadAsync(import, BreakingAsync(bars), cancellationToken);
        BreakAt(FaultPoint.AfterLastMonth);
        return changed;
    }

    public async Task FinishAsync(
        BarImport import, BarImportCounts counts, IReadOnlyList<QuarantinedRow> rejected, CancellationToken cancellationToken)
    {
        BreakAt(FaultPoint.BeforeFinish);
        await inner.FinishAsync(import, counts, rejected, cancellationToken);
        BreakAt(FaultPoint.AfterFinish);
    }

    public Task<IReadOnlyList<BarImport>> ListAsync(int limit, CancellationToken cancellationToken) => inner.ListAsync(limit, cancellationToken);

    // A month is stored when the first bar of the next one is asked for.
    private async IAsyncEnumerable<Bar> BreakingAsync(IAsyncEnumerable<Bar> bars)
    {
        var (first, inSecond) = (0, 0);
        await foreach (var bar in bars)
        {
            var month = bar.Close.ToDateTime().Month;
            first = first == 0 ? month : first;
            yield return bar;
            if (month == first)
            {
                continue;
            }

            BreakAt(FaultPoint.AfterFirstMonth);
            if (++inSecond == 100)
            {
                BreakAt(FaultPoint.InSecondMonth);
            }
        }
    }

    private void BreakAt(FaultPoint here)
    {
        if (here == point)
        {
            throw new OperationCanceledException($"cut off {here}");
        }
    }
}

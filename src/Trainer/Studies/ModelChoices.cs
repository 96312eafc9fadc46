using Bqx.Learning.Hierarchy;
using Bqx.Learning.Multitask;
using Bqx.Learning.Trees;

namespace Bqx.Trainer.Studies;

/// <summary>How models are trained: the plan's effort, and what the search has chosen on the first fold.</summary>
internal sealed record ModelChoices(MultitaskTrainerOptions Nets, HierarchicalOptions Hierarchy, TreeOptions Boosting, TreeOptions Forest)
{
    /// <summary>Before any search.</summary>
    public static ModelChoices Of(StudyPlan plan)
    {
        var effort = plan.Effort;
        var nets = new MultitaskTrainerOptions();
        return new ModelChoices(
            nets with
            {
                PooledEpochs = Math.Min(nets.PooledEpochs, effort.HeadEpochs),
                PairEpochs = Math.Min(nets.PairEpochs, effort.HeadEpochs),
                Threads = plan.Threads,
                Seed = plan.Seed,
            },
            new HierarchicalOptions { Epochs = effort.HierarchicalEpochs, Threads = plan.Threads, Seed = plan.Seed },
            new TreeOptions { Rounds = effort.TreeRounds, Threads = plan.Threads, Seed = plan.Seed },
            TreeOptions.Forest with { Threads = plan.Threads, Seed = plan.Seed });
    }
}

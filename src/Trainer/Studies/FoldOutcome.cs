using System.Collections.Immutable;
using Bqx.Learning.Evaluation;

namespace Bqx.Trainer.Studies;

/// <summary>What a fold leaves for the judgement.</summary>
/// <param name="Index">Place in the walk, from 0.</param>
/// <param name="Blocks">Its rows.</param>
/// <param name="Models">What every model said of the rows of the test block.</param>
/// <param name="Notes">What the stages found besides.</param>
internal sealed record FoldOutcome(int Index, FoldBlocks Blocks, ImmutableArray<ModelForecasts> Models, StageNotes Notes);

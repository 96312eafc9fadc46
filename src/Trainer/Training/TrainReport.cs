using Bqx.Core;
using Bqx.Learning.Training;

namespace Bqx.Trainer.Training;

/// <summary>What a training produced.</summary>
/// <param name="Id">The published package.</param>
/// <param name="Plan">What was read.</param>
/// <param name="Bars">How many bars.</param>
/// <param name="Rows">How many labelled rows, over all blocks and the embargoes between them.</param>
/// <param name="Result">The model and its figures.</param>
/// <param name="Seconds">Time by stage.</param>
internal sealed record TrainReport(
    ModelId Id, TrainPlan Plan, long Bars, int Rows, TrainResult Result, IReadOnlyList<(string Stage, double Seconds)> Seconds);

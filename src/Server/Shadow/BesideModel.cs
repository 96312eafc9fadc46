using Bqx.Core;
using Bqx.Server.Predictions;

namespace Bqx.Server.Shadow;

/// <summary>A model that computes beside the serving ones.</summary>
/// <param name="Role">Why it does, for the metrics: <c>shadow</c> or <c>guard</c>.</param>
/// <param name="Builder">Computes; used by the runner alone.</param>
/// <param name="Compare">Takes the features, what the model says by pair index, and what was served at that bar. Runs on the runner's task.</param>
internal sealed record BesideModel(string Role, PredictionBuilder Builder, Action<FeatureFrame, PairPrediction?[], PredictionSnapshot> Compare);

using System.Text.Json.Nodes;
using Bqx.Trainer.Hosting;

namespace Bqx.Trainer.Up;

/// <summary>What <c>up</c> did, for <c>--json</c>.</summary>
/// <param name="Steps">The steps with their times.</param>
/// <param name="Prediction">The reply of <c>Predict</c> for EURUSD, as the contract's JSON.</param>
/// <param name="Swap">What the load saw while the second model was swapped in.</param>
/// <param name="Seconds">From start to here.</param>
/// <param name="Grpc">Address of predictions and bars.</param>
/// <param name="Admin">Address of administration.</param>
/// <param name="Http">Address of metrics and health.</param>
internal sealed record UpReport(
    IReadOnlyList<StepResult> Steps,
    JsonNode? Prediction,
    PredictLoadResult Swap,
    double Seconds,
    string Grpc,
    string Admin,
    string Http);

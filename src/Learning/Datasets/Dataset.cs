using Bqx.Core;

namespace Bqx.Learning.Datasets;

/// <summary>Labelled rows and what they were made from.</summary>
/// <param name="Matrix">The rows.</param>
/// <param name="Options">How they were taken.</param>
/// <param name="DataHash">SHA-256 over every bar read.</param>
/// <param name="Bars">How many bars that were.</param>
/// <param name="First">Close of the first bar.</param>
/// <param name="Last">Close of the last bar.</param>
public sealed record Dataset(TrainingMatrix Matrix, DatasetOptions Options, Digest DataHash, long Bars, Minute First, Minute Last);

namespace Bqx.Learning.Training;

/// <summary>How far a training is.</summary>
/// <param name="Stage">What it does now: <c>rows</c>, <c>fit</c>, <c>evaluate</c>, <c>package</c>.</param>
/// <param name="Fraction">0 to 1 of the stage.</param>
/// <param name="Detail">A few words, or empty.</param>
public readonly record struct TrainProgress(string Stage, double Fraction, string Detail = "");

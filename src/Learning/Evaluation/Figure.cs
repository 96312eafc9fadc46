namespace Bqx.Learning.Evaluation;

/// <summary>A figure of a model beside that of its benchmark on the same rows.</summary>
/// <param name="Model">The model.</param>
/// <param name="Target">What it predicts: a target such as <c>bqx60_h60</c>, <c>log_rv</c> or <c>regime</c>.</param>
/// <param name="Metric">Such as <c>skill</c>, <c>mae</c>, <c>coverage</c>, <c>clark_west</c>.</param>
/// <param name="Slice"><c>all</c>, or a part of the rows: <c>pair:EURUSD</c>, <c>month:2017-07</c>, <c>hour:13</c>, <c>regime:bull</c>.</param>
/// <param name="Value">The model's figure; of a test its statistic.</param>
/// <param name="Error">Its standard error; null where none is defined.</param>
/// <param name="PValue">Of a test, its p-value; else null.</param>
/// <param name="Baseline">The benchmark, such as <c>martingale</c>, <c>har</c>, <c>climatology</c>, <c>nominal</c>.</param>
/// <param name="BaselineValue">The benchmark's figure on the same rows.</param>
/// <param name="Rows">How many rows it rests on.</param>
public sealed record Figure(
    string Model,
    string Target,
    string Metric,
    string Slice,
    double Value,
    double? Error,
    double? PValue,
    string Baseline,
    double BaselineValue,
    int Rows);

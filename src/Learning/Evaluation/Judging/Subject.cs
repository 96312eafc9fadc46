namespace Bqx.Learning.Evaluation.Judging;

/// <summary>Of whom and of what a figure is.</summary>
internal readonly record struct Subject(string Model, string Target);

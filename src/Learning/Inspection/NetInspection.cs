using System.Collections.Immutable;

namespace Bqx.Learning.Inspection;

/// <summary>What fitted nets were seen to do on rows that they were not fitted on.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Rows">Rows that the importance of inputs was measured on, all pairs together.</param>
/// <param name="Inputs">Features and dimensions of the embedding in one list, the most important first.</param>
/// <param name="Shared">The last layer that the heads share.</param>
public sealed record NetInspection(string Model, int Rows, ImmutableArray<InputImportance> Inputs, SharedLayer Shared);

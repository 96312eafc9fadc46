using Bqx.Core;

namespace Bqx.Server.Guard;

/// <summary>A model that has to go, and why.</summary>
/// <param name="Label">The label that is on it.</param>
/// <param name="Model">The model.</param>
/// <param name="Previous">What the label was on before, and goes back to.</param>
/// <param name="Reason">A sentence.</param>
internal sealed record Breach(string Label, ModelId Model, ModelId Previous, string Reason);

using System.Collections.Immutable;

namespace Bqx.Server.History;

/// <summary>What was published for one market minute. Immutable.</summary>
/// <param name="Number">Number of the market minute.</param>
/// <param name="Models">In the order of publication: for each label and model what was published first.</param>
internal sealed record PredictionMinute(int Number, ImmutableArray<PublishedModel> Models);

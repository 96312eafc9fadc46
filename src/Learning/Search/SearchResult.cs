using System.Collections.Immutable;

namespace Bqx.Learning.Search;

/// <summary>The best of what was tried.</summary>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Trial">Its number, from 0.</param>
/// <param name="Tried">How many were tried.</param>
public sealed record SearchResult(ImmutableSortedDictionary<string, double> Parameters, SearchOutcome Outcome, int Trial, int Tried);

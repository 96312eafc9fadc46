using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Server.Quality;

/// <summary>How good the predictions of a label were. Immutable.</summary>
/// <param name="Target">What they predict.</param>
/// <param name="Windows">The last hour, day and week.</param>
internal sealed record QualitySnapshot(Target Target, ImmutableArray<WindowFigures> Windows);

using Bqx.Core;

namespace Bqx.Server.Pipeline;

/// <summary>Bars that lie further back than the checkpoints.</summary>
/// <param name="Earliest">Close of the first of them.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Committed">Completes when they are in the store; fails when they are not, and will be sent again.</param>
internal sealed record RepairRequest(Minute Earliest, int Count, Task Committed);

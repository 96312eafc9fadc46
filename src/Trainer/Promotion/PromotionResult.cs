using Bqx.Core;

namespace Bqx.Trainer.Promotion;

/// <summary>How a promotion went.</summary>
/// <param name="Label">The label as it is now.</param>
/// <param name="Waited">False when it moved at once: no server was running, all had the version already, or it was there before.</param>
/// <param name="Elapsed">From the request to the flip.</param>
internal sealed record PromotionResult(ModelLabel Label, bool Waited, TimeSpan Elapsed);

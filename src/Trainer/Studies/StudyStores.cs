using Bqx.Core;

namespace Bqx.Trainer.Studies;

/// <summary>What a study reads and writes besides its folder and the model repository.</summary>
/// <param name="Bars">The bars.</param>
/// <param name="Trials">Every trial of a search.</param>
/// <param name="Features">Where embeddings go.</param>
internal sealed record StudyStores(IBarStore Bars, ITrialLedger Trials, IFeatureStore Features);

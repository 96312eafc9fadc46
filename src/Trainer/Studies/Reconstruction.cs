namespace Bqx.Trainer.Studies;

/// <summary>Share of the variance of the scaled features that an encoder's reconstruction explains on the test block of a fold.</summary>
internal sealed record Reconstruction(string Encoder, int Fold, double Explained);

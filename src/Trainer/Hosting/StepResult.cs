namespace Bqx.Trainer.Hosting;

/// <summary>A step that has ended.</summary>
/// <param name="Name">What it did.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Outcome">What came out.</param>
internal sealed record StepResult(string Name, double Seconds, string Outcome);

using Bqx.Learning.Splits;

namespace Bqx.Trainer.Studies;

/// <summary>A release that is judged on the lock box.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">Proof that the ledger has it.</param>
internal sealed record Release(string Name, LockBoxKey Key);

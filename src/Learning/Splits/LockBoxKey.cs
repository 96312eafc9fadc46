namespace Bqx.Learning.Splits;

/// <summary>Proof that a lock box was opened for a release. Only <see cref="LockBoxLedger.Open"/> makes one.</summary>
public sealed class LockBoxKey
{
    internal LockBoxKey(LockBoxEntry entry) => Entry = entry;

    /// <summary>What the ledger says of it.</summary>
    public LockBoxEntry Entry { get; }
}

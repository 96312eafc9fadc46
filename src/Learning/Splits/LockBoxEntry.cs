namespace Bqx.Learning.Splits;

/// <summary>One opening of a lock box: a line of its ledger.</summary>
/// <param name="Release">The release that was judged.</param>
/// <param name="Opened">When, UTC.</param>
/// <param name="First">Close of the lock box's first minute, ISO 8601.</param>
/// <param name="Last">Close of its last minute.</param>
/// <param name="CodeVersion">Version of the code.</param>
/// <param name="DataHash">SHA-256 over the bars that the models were made from.</param>
/// <param name="AskedBy">Who asked.</param>
public sealed record LockBoxEntry(
    string Release, DateTimeOffset Opened, string First, string Last, string CodeVersion, string DataHash, string AskedBy);

namespace Bqx.Learning.Splits;

/// <summary>Why a lock box is to be opened.</summary>
/// <param name="Release">The release that is judged: up to 64 of a-z, A-Z, 0-9, '.', '_' and '-'.</param>
/// <param name="CodeVersion">Version of the code that made its models.</param>
/// <param name="DataHash">SHA-256 over the bars that they were made from.</param>
/// <param name="AskedBy">Who wants to know.</param>
public sealed record LockBoxRequest(string Release, string CodeVersion, string DataHash, string AskedBy);

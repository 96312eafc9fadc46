namespace Bqx.Storage;

/// <summary>A session that holds one of the locks of Bqx, or waits for it.</summary>
/// <param name="Lock"><c>migration</c> or <c>ingest</c>.</param>
/// <param name="Held">False: it waits.</param>
/// <param name="Process">PostgreSQL's process number.</param>
/// <param name="Application">What the session calls itself.</param>
/// <param name="Client">Its address; null over a Unix socket.</param>
/// <param name="Since">When the session was opened.</param>
public sealed record LockHolder(string Lock, bool Held, int Process, string Application, string? Client, DateTimeOffset Since);

namespace Bqx.LoadTests.Tools;

/// <summary>What one h2load run reports: requests of its main phase and the bytes that came back.</summary>
internal sealed record H2LoadRun(double PerSecond, long Requests, long Succeeded, long Unsuccessful, long Bytes);

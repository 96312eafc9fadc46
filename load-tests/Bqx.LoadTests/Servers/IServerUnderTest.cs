namespace Bqx.LoadTests.Servers;

/// <summary>A running Bqx server with diagnostics switched on.</summary>
internal interface IServerUnderTest : IAsyncDisposable
{
    /// <summary>Where clients call.</summary>
    Uri Address { get; }

    /// <summary>Where models are administered.</summary>
    Uri Admin { get; }

    /// <summary>Bytes allocated by the server's process since its start.</summary>
    Task<long> AllocatedAsync(CancellationToken cancellationToken);
}

using Bqx.LoadTests.Load;
using Bqx.Benching.Machine;
using Bqx.V1;
using Grpc.Core;

namespace Bqx.LoadTests.Servers;

/// <summary>A server that someone else started.</summary>
internal sealed class RunningServer : IServerUnderTest
{
    private readonly Connections _connection;

    public RunningServer(Uri address, Uri admin)
    {
        Address = address;
        Admin = admin;
        _connection = new Connections(address.AbsoluteUri, 1);
    }

    public Uri Address { get; }

    public Uri Admin { get; }

    public async Task<MemoryStatsReply> MemoryAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await new Diagnostics.DiagnosticsClient(_connection[0])
                .MemoryStatsAsync(new MemoryStatsRequest(), cancellationToken: cancellationToken);
        }
        catch (RpcException fault)
        {
            throw new BenchException(
                $"{Address} does not serve bqx.v1.Diagnostics ({StatusName.Of(fault.StatusCode)}): switch diagnostics on in its configuration.");
        }
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }
}

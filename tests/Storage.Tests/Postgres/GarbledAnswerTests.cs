using System.Net;
using System.Net.Sockets;
using Bqx.Core;
using Shouldly;

namespace Bqx.Storage.Tests.Postgres;

/// <summary>What answers on PostgreSQL's port is not PostgreSQL, or its bytes are damaged on the way.</summary>
public sealed class GarbledAnswerTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public GarbledAnswerTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData(new byte[] { (byte)'V', 0, 0, 0, 4 })]
    [InlineData(new byte[] { (byte)'R', 0, 0, 0, 8, 0, 0, 0, 99 })]
    [InlineData(new byte[] { (byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/' })]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff })]
    public async Task Read_AnswerThatIsNoPostgres_IsStorageUnavailable(byte[] answer)
    {
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        await using var storage = PostgresStorage.Open($"Host=127.0.0.1;Port={port};Username=x;Password=x;Database=x;SSL Mode=Disable;GSS Encryption Mode=Disable");
        var answering = AnswerAsync(answer);

        var fault = await Should.ThrowAsync<FaultException>(storage.Bars.GetRangeAsync(TestContext.Current.CancellationToken));

        fault.Fault.ShouldBe(Fault.StorageUnavailable);
        await answering;
    }

    private async Task AnswerAsync(byte[] answer)
    {
        using var client = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await client.ReceiveAsync(new byte[1024], TestContext.Current.CancellationToken);
        await client.SendAsync(answer, TestContext.Current.CancellationToken);
        client.Shutdown(SocketShutdown.Send);
    }
}

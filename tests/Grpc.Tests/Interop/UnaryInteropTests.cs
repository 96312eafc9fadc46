using Bqx.Grpc.Tests.Support;
using Grpc.Core;
using Grpc.Testing;

namespace Bqx.Grpc.Tests.Interop;

/// <summary>The public interoperability cases of unary calls, our client against our server.</summary>
public sealed class UnaryInteropTests : IAsyncLifetime
{
    private GrpcHost _host = null!;
    private TestService.TestServiceClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GrpcHost.StartAsync();
        _client = new TestService.TestServiceClient(_host.Channel());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task EmptyUnary_Empty_Empty() => (await _client.EmptyCallAsync(new Empty())).ShouldBe(new Empty());

    [Fact]
    public void BlockingUnary_Empty_Empty() => _client.EmptyCall(new Empty()).ShouldBe(new Empty());

    [Fact]
    public async Task LargeUnary_271828Bytes_314159Back()
    {
        var response = await _client.UnaryCallAsync(new SimpleRequest
        {
            ResponseSize = 314_159,
            Payload = InteropService.Zeros(271_828),
        });

        response.Payload.Body.Length.ShouldBe(314_159);
    }

    [Fact]
    public async Task CustomMetadata_Unary_EchoedInHeadersAndTrailers()
    {
        var headers = new Metadata
        {
            { InteropService.EchoInitial, "test_initial_metadata_value" },
            { InteropService.EchoTrailing, [0xab, 0xab, 0xab] },
        };

        using var call = _client.UnaryCallAsync(new SimpleRequest { ResponseSize = 1 }, headers);
        await call;

        (await call.ResponseHeadersAsync).GetValue(InteropService.EchoInitial).ShouldBe("test_initial_metadata_value");
        call.GetTrailers().GetValueBytes(InteropService.EchoTrailing).ShouldBe([0xab, 0xab, 0xab]);
        call.GetStatus().ShouldBe(Status.DefaultSuccess);
    }

    [Theory]
    [InlineData("test status message")]
    [InlineData("\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n")]
    [InlineData("100 % of it")]
    public async Task StatusCodeAndMessage_Unary_Echoed(string message)
    {
        var request = new SimpleRequest { ResponseStatus = new EchoStatus { Code = 2, Message = message } };

        var error = await Should.ThrowAsync<RpcException>(async () => await _client.UnaryCallAsync(request));

        error.Status.ShouldBe(new Status(StatusCode.Unknown, message));
    }

    [Fact]
    public async Task UnimplementedMethod_Call_Unimplemented()
    {
        var error = await Should.ThrowAsync<RpcException>(
            async () => await _client.UnimplementedCallAsync(new Empty()));

        error.StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task UnimplementedService_Call_Unimplemented()
    {
        var client = new UnimplementedService.UnimplementedServiceClient(_host.Channel());

        var error = await Should.ThrowAsync<RpcException>(
            async () => await client.UnimplementedCallAsync(new Empty()));

        error.StatusCode.ShouldBe(StatusCode.Unimplemented);
        error.Status.Detail.ShouldBe("Method /grpc.testing.UnimplementedService/UnimplementedCall is not implemented.");
    }
}

using System.Diagnostics;
using Bqx.Grpc.Tests.Support;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;

namespace Bqx.Grpc.Tests.Peers;

/// <summary>Our client against the server of @grpc/grpc-js.</summary>
public sealed class GrpcJsServerTests : IAsyncLifetime
{
    private Process? _server;
    private GrpcChannel _channel = null!;
    private TestService.TestServiceClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        Script.RequireGrpcJs();
        _server = Script.Start(Script.Node, "interop.js", "server");
        var line = await _server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{line!.Split(' ')[1]}");
        _client = new TestService.TestServiceClient(_channel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null)
        {
            return;
        }

        _channel.Dispose();
        _server.StandardInput.Close();
        await _server.WaitForExitAsync();
        _server.Dispose();
    }

    [Fact]
    public async Task Unary_EmptyAndLarge_Answered()
    {
        (await _client.EmptyCallAsync(new Empty())).ShouldBe(new Empty());
        var response = await _client.UnaryCallAsync(new SimpleRequest
        {
            ResponseSize = 314_159,
            Payload = InteropService.Zeros(271_828),
        });
        response.Payload.Body.Length.ShouldBe(314_159);
    }

    [Fact]
    public async Task Streaming_AllKinds_Answered()
    {
        using var input = _client.StreamingInputCall();
        foreach (var size in new[] { 27_182, 8, 1_828, 45_904 })
        {
            await input.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = InteropService.Zeros(size) });
        }

        await input.RequestStream.CompleteAsync();
        (await input).AggregatedPayloadSize.ShouldBe(74_922);

        using var output = _client.StreamingOutputCall(Ask(31_415, 9, 2_653, 58_979));
        (await output.ResponseStream.ReadAllAsync().Select(response => response.Payload.Body.Length).ToListAsync())
            .ShouldBe([31_415, 9, 2_653, 58_979]);

        using var duplex = _client.FullDuplexCall();
        foreach (var size in new[] { 31_415, 9, 2_653, 58_979 })
        {
            await duplex.RequestStream.WriteAsync(Ask(size));
            (await duplex.ResponseStream.MoveNext()).ShouldBeTrue();
            duplex.ResponseStream.Current.Payload.Body.Length.ShouldBe(size);
        }

        await duplex.RequestStream.CompleteAsync();
        (await duplex.ResponseStream.MoveNext()).ShouldBeFalse();
    }

    [Theory]
    [InlineData("test status message")]
    [InlineData("\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n")]
    public async Task StatusCodeAndMessage_Unary_Echoed(string message)
    {
        var request = new SimpleRequest { ResponseStatus = new EchoStatus { Code = 2, Message = message } };

        var error = await Should.ThrowAsync<RpcException>(async () => await _client.UnaryCallAsync(request));

        error.Status.ShouldBe(new Status(StatusCode.Unknown, message));
    }

    [Fact]
    public async Task CustomMetadata_UnaryAndDuplex_Echoed()
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

        using var duplex = _client.FullDuplexCall(headers);
        await duplex.RequestStream.CompleteAsync();
        (await duplex.ResponseStream.MoveNext()).ShouldBeFalse();
        duplex.GetTrailers().GetValueBytes(InteropService.EchoTrailing).ShouldBe([0xab, 0xab, 0xab]);
    }

    [Fact]
    public async Task DeadlineAndCancellation_OpenStream_End()
    {
        using var late = _client.FullDuplexCall(
            deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(50));
        (await Strings.StatusOfAsync(() => late.ResponseStream.MoveNext())).StatusCode
            .ShouldBe(StatusCode.DeadlineExceeded);

        using var cancel = new CancellationTokenSource();
        using var cancelled = _client.FullDuplexCall(cancellationToken: cancel.Token);
        await cancelled.RequestStream.WriteAsync(Ask(31_415));
        (await cancelled.ResponseStream.MoveNext()).ShouldBeTrue();
        await cancel.CancelAsync();
        (await Strings.StatusOfAsync(() => cancelled.ResponseStream.MoveNext())).StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task UnimplementedAndCompressed_Calls_AsSpecified()
    {
        (await Strings.StatusOfAsync(async () => await _client.UnimplementedCallAsync(new Empty()))).StatusCode
            .ShouldBe(StatusCode.Unimplemented);

        var gzip = new Metadata { { "grpc-internal-encoding-request", "gzip" } };
        var request = new SimpleRequest { ResponseSize = 100, Payload = InteropService.Zeros(271_828) };
        (await _client.UnaryCallAsync(request, gzip)).Payload.Body.Length.ShouldBe(100);
    }

    private static StreamingOutputCallRequest Ask(params int[] sizes) => new()
    {
        ResponseParameters = { sizes.Select(size => new ResponseParameters { Size = size }) },
    };
}

using Bqx.Grpc.Tests.Support;
using Grpc.Core;
using Grpc.Testing;

namespace Bqx.Grpc.Tests.Interop;

/// <summary>The public interoperability cases of streaming calls, our client against our server.</summary>
public sealed class StreamingInteropTests : IAsyncLifetime
{
    private static readonly int[] RequestSizes = [27_182, 8, 1_828, 45_904];
    private static readonly int[] ResponseSizes = [31_415, 9, 2_653, 58_979];

    private GrpcHost _host = null!;
    private TestService.TestServiceClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GrpcHost.StartAsync();
        _client = new TestService.TestServiceClient(_host.Channel());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task ClientStreaming_FourPayloads_SumOfSizes()
    {
        using var call = _client.StreamingInputCall();
        foreach (var size in RequestSizes)
        {
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = InteropService.Zeros(size) });
        }

        await call.RequestStream.CompleteAsync();

        (await call).AggregatedPayloadSize.ShouldBe(74_922);
    }

    [Fact]
    public async Task ServerStreaming_FourSizes_FourResponses()
    {
        var request = new StreamingOutputCallRequest();
        request.ResponseParameters.Add(ResponseSizes.Select(size => new ResponseParameters { Size = size }));

        using var call = _client.StreamingOutputCall(request);
        var sizes = new List<int>();
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            sizes.Add(response.Payload.Body.Length);
        }

        sizes.ShouldBe(ResponseSizes);
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task PingPong_FourRounds_EachAnswered()
    {
        using var call = _client.FullDuplexCall();
        for (var i = 0; i < RequestSizes.Length; i++)
        {
            await call.RequestStream.WriteAsync(Ask(ResponseSizes[i], RequestSizes[i]));
            (await call.ResponseStream.MoveNext()).ShouldBeTrue();
            call.ResponseStream.Current.Payload.Body.Length.ShouldBe(ResponseSizes[i]);
        }

        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
    }

    [Fact]
    public async Task EmptyStream_NoRequests_NoResponses()
    {
        using var call = _client.FullDuplexCall();
        await call.RequestStream.CompleteAsync();

        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task StatusCodeAndMessage_Duplex_Echoed()
    {
        using var call = _client.FullDuplexCall();
        var request = new StreamingOutputCallRequest
        {
            ResponseStatus = new EchoStatus { Code = 2, Message = "test status message" },
        };

        // The answer may come while the write is still in progress: whichever sees it first throws it.
        var error = await Should.ThrowAsync<RpcException>(async () =>
        {
            await call.RequestStream.WriteAsync(request);
            await call.ResponseStream.MoveNext();
        });

        error.Status.ShouldBe(new Status(StatusCode.Unknown, "test status message"));
    }

    [Fact]
    public async Task CustomMetadata_Duplex_EchoedInHeadersAndTrailers()
    {
        var headers = new Metadata
        {
            { InteropService.EchoInitial, "test_initial_metadata_value" },
            { InteropService.EchoTrailing, [0xab, 0xab, 0xab] },
        };

        using var call = _client.FullDuplexCall(headers);
        await call.RequestStream.WriteAsync(Ask(1, 1));
        await call.RequestStream.CompleteAsync();
        (await call.ResponseHeadersAsync).GetValue(InteropService.EchoInitial).ShouldBe("test_initial_metadata_value");
        (await call.ResponseStream.ReadAllAsync().CountAsync()).ShouldBe(1);

        call.GetTrailers().GetValueBytes(InteropService.EchoTrailing).ShouldBe([0xab, 0xab, 0xab]);
    }

    [Fact]
    public async Task CancelAfterBegin_ClientStreaming_Cancelled()
    {
        using var cancel = new CancellationTokenSource();
        using var call = _client.StreamingInputCall(cancellationToken: cancel.Token);
        await cancel.CancelAsync();

        var error = await Should.ThrowAsync<RpcException>(async () => await call);

        error.StatusCode.ShouldBe(StatusCode.Cancelled);
        call.GetStatus().StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task CancelAfterFirstResponse_Duplex_Cancelled()
    {
        using var cancel = new CancellationTokenSource();
        using var call = _client.FullDuplexCall(cancellationToken: cancel.Token);
        await call.RequestStream.WriteAsync(Ask(31_415, 27_182));
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        await cancel.CancelAsync();

        var error = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext());

        error.StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task TimeoutOnSleepingServer_OneMillisecond_DeadlineExceeded()
    {
        using var call = _client.FullDuplexCall(deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(1));

        var error = await Should.ThrowAsync<RpcException>(async () =>
        {
            await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { Payload = InteropService.Zeros(27_182) });
            await call.ResponseStream.MoveNext();
        });

        error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    private static StreamingOutputCallRequest Ask(int responseSize, int requestSize) => new()
    {
        ResponseParameters = { new ResponseParameters { Size = responseSize } },
        Payload = InteropService.Zeros(requestSize),
    };
}

using System.IO.Compression;
using Bqx.Grpc.Tests.Support;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;
using Grpc.Testing;

namespace Bqx.Grpc.Tests.Interop;

/// <summary>The public interoperability cases of compression, and limits on both sides.</summary>
public sealed class CompressionInteropTests : IAsyncLifetime
{
    private static readonly Metadata AskGzip = new() { { "grpc-internal-encoding-request", "gzip" } };
    private readonly CountingGzip _serverGzip = new();
    private readonly CountingGzip _clientGzip = new();

    private GrpcHost _host = null!;
    private TestService.TestServiceClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GrpcHost.StartAsync(options => options.CompressionProviders = [_serverGzip]);
        _client = new TestService.TestServiceClient(
            _host.Channel(new GrpcChannelOptions { CompressionProviders = [_clientGzip] }));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task ClientCompressedUnary_ProbeCompressedPlain_RefusedServedServed()
    {
        var expecting = Request(expectCompressed: true);
        (await Should.ThrowAsync<RpcException>(async () => await _client.UnaryCallAsync(expecting)))
            .StatusCode.ShouldBe(StatusCode.InvalidArgument);

        (await _client.UnaryCallAsync(expecting, AskGzip)).Payload.Body.Length.ShouldBe(314_159);
        (await _client.UnaryCallAsync(Request(expectCompressed: false))).Payload.Body.Length.ShouldBe(314_159);

        (_clientGzip.Compressed, _serverGzip.Decompressed).ShouldBe((1, 1));
    }

    [Fact]
    public async Task ServerCompressedUnary_AskedAndNot_CompressedAndPlain()
    {
        var request = Request(expectCompressed: false);
        request.ResponseCompressed = new BoolValue { Value = true };
        (await _client.UnaryCallAsync(request)).Payload.Body.Length.ShouldBe(314_159);
        request.ResponseCompressed.Value = false;
        (await _client.UnaryCallAsync(request)).Payload.Body.Length.ShouldBe(314_159);

        (_serverGzip.Compressed, _clientGzip.Decompressed).ShouldBe((1, 1));
    }

    [Fact]
    public async Task ClientCompressedStreaming_CompressedThenPlain_SumAndOneCompressed()
    {
        using var call = _client.StreamingInputCall(AskGzip);
        await call.RequestStream.WriteAsync(Input(27_182, true));
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(Input(45_904, false));
        await call.RequestStream.CompleteAsync();

        (await call).AggregatedPayloadSize.ShouldBe(73_086);
        (_clientGzip.Compressed, _serverGzip.Decompressed).ShouldBe((1, 1));
    }

    [Fact]
    public async Task ServerCompressedStreaming_CompressedThenPlain_OneCompressed()
    {
        var request = new StreamingOutputCallRequest();
        request.ResponseParameters.Add(new ResponseParameters { Size = 31_415, Compressed = new BoolValue { Value = true } });
        request.ResponseParameters.Add(new ResponseParameters { Size = 92_653, Compressed = new BoolValue { Value = false } });

        using var call = _client.StreamingOutputCall(request);
        var sizes = await call.ResponseStream.ReadAllAsync().Select(response => response.Payload.Body.Length).ToListAsync();

        sizes.ShouldBe([31_415, 92_653]);
        (_serverGzip.Compressed, _clientGzip.Decompressed).ShouldBe((1, 1));
    }

    [Fact]
    public async Task ResponseCompressionAlgorithm_CallerAcceptsIt_Compressed()
    {
        await using var host = await GrpcHost.StartAsync(options =>
        {
            options.CompressionProviders = [_serverGzip];
            options.ResponseCompressionAlgorithm = "gzip";
            options.ResponseCompressionLevel = CompressionLevel.SmallestSize;
        });
        var accepting = new TestService.TestServiceClient(host.Channel());
        var refusing = new TestService.TestServiceClient(host.Channel(new GrpcChannelOptions { CompressionProviders = null }));

        await accepting.UnaryCallAsync(Request(expectCompressed: false));
        _serverGzip.Compressed.ShouldBe(1);
        await refusing.UnaryCallAsync(Request(expectCompressed: false));
        _serverGzip.Compressed.ShouldBe(1);
    }

    [Fact]
    public async Task UnknownAlgorithm_AtMapping_Refused() =>
        (await Should.ThrowAsync<InvalidOperationException>(
            () => GrpcHost.StartAsync(options => options.ResponseCompressionAlgorithm = "snappy")))
        .Message.ShouldBe("ResponseCompressionAlgorithm is 'snappy', expected one of: identity,gzip.");

    [Theory]
    [InlineData(314_167, null)]
    [InlineData(314_166, "Received message of 314167 bytes exceeds the limit of 314166 bytes.")]
    public async Task ClientReceiveLimit_Response_HeldTo(int limit, string? failure)
    {
        var client = new TestService.TestServiceClient(
            _host.Channel(new GrpcChannelOptions { MaxReceiveMessageSize = limit }));

        await CheckAsync(() => client.UnaryCallAsync(Request(expectCompressed: false)), failure);
    }

    [Fact]
    public async Task ClientReceiveLimit_CompressedResponse_HeldToAfterDecompression()
    {
        var client = new TestService.TestServiceClient(
            _host.Channel(new GrpcChannelOptions { MaxReceiveMessageSize = 100_000 }));
        var request = Request(expectCompressed: false);
        request.ResponseCompressed = new BoolValue { Value = true };

        await CheckAsync(
            () => client.UnaryCallAsync(request),
            "Received message exceeds the limit of 100000 bytes after decompression.");
    }

    [Fact]
    public async Task ClientSendLimit_Request_NotSent()
    {
        var client = new TestService.TestServiceClient(
            _host.Channel(new GrpcChannelOptions { MaxSendMessageSize = 10 }));
        var request = Request(expectCompressed: false);

        await CheckAsync(
            () => client.UnaryCallAsync(request),
            $"Sending a message of {request.CalculateSize()} bytes exceeds the limit of 10 bytes.");
    }

    [Fact]
    public async Task ServerSendLimit_Response_StatusInstead()
    {
        await using var host = await GrpcHost.StartAsync(options => options.MaxSendMessageSize = 314_166);
        var client = new TestService.TestServiceClient(host.Channel());

        await CheckAsync(
            () => client.UnaryCallAsync(Request(expectCompressed: false)),
            "Sending a message of 314167 bytes exceeds the limit of 314166 bytes.");
    }

    [Fact]
    public async Task ServerReceiveLimit_DefaultFourMebibytes_HeldToOrLifted()
    {
        var request = new SimpleRequest { Payload = InteropService.Zeros(5 * 1024 * 1024) };
        await CheckAsync(
            () => _client.UnaryCallAsync(request),
            $"Received message of {request.CalculateSize()} bytes exceeds the limit of 4194304 bytes.");

        await using var host = await GrpcHost.StartAsync(options => options.MaxReceiveMessageSize = null);
        await new TestService.TestServiceClient(host.Channel()).UnaryCallAsync(request);
    }

    [Fact]
    public async Task NoReceiveLimit_RequestOverKestrelsOwnLimit_Served()
    {
        await using var host = await GrpcHost.StartAsync(options => options.MaxReceiveMessageSize = null);
        var request = new SimpleRequest { Payload = InteropService.Zeros(31 * 1000 * 1000) };

        await new TestService.TestServiceClient(host.Channel()).UnaryCallAsync(request);
    }

    private static async Task CheckAsync(Func<AsyncUnaryCall<SimpleResponse>> call, string? failure)
    {
        if (failure is null)
        {
            await call();
            return;
        }

        (await Should.ThrowAsync<RpcException>(async () => await call())).Status
            .ShouldBe(new Status(StatusCode.ResourceExhausted, failure));
    }

    private static SimpleRequest Request(bool expectCompressed) => new()
    {
        ResponseSize = 314_159,
        Payload = InteropService.Zeros(271_828),
        ExpectCompressed = new BoolValue { Value = expectCompressed },
    };

    private static StreamingInputCallRequest Input(int size, bool compressed) => new()
    {
        Payload = InteropService.Zeros(size),
        ExpectCompressed = new BoolValue { Value = compressed },
    };

    private sealed class CountingGzip : ICompressionProvider
    {
        private readonly GzipCompressionProvider _gzip = new(CompressionLevel.Fastest);
        private int _compressed;
        private int _decompressed;

        public int Compressed => _compressed;

        public int Decompressed => _decompressed;

        public string EncodingName => "gzip";

        public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel)
        {
            Interlocked.Increment(ref _compressed);
            return _gzip.CreateCompressionStream(stream, compressionLevel);
        }

        public Stream CreateDecompressionStream(Stream stream)
        {
            Interlocked.Increment(ref _decompressed);
            return _gzip.CreateDecompressionStream(stream);
        }
    }
}

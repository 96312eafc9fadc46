using System.IO.Compression;
using System.Text;
using Bqx.Grpc.Tests.Support;
using Grpc.Core;

namespace Bqx.Grpc.Tests.Server;

/// <summary>The server against bare HTTP/2 frames: proper calls, and everything that is not one.</summary>
public sealed class WireTests : IAsyncLifetime
{
    private const string Path = "/test.Strings/Unary";

    private GrpcHost _host = null!;
    private RawHttp2 _http = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GrpcHost.StartAsync(
            options => options.MaxReceiveMessageSize = 100,
            map: routes =>
            {
                routes.MapUnary((request, _) => request == "fail"
                    ? throw new RpcException(new Status(StatusCode.NotFound, "50 %"))
                    : Task.FromResult(request));
                routes.MapClientStreaming(async (requests, _) =>
                    string.Join('|', await requests.ReadAllAsync().ToListAsync()));
            });
        _http = await RawHttp2.ConnectAsync(_host.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _http.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task ProperCall_Unary_HeadersDataTrailers()
    {
        var response = await _http.PostAsync(Path, RawHttp2.Frame("hello"));

        response.Types.ShouldBe([RawHttp2.Headers, RawHttp2.Data, RawHttp2.Headers]);
        response.Http.ShouldBe(200);
        response.Headers["content-type"].ShouldBe("application/grpc");
        response.Body.ShouldBe(RawHttp2.Frame("hello"));
        response.Trailers.ShouldBe(new Dictionary<string, string> { ["grpc-status"] = "0" });
    }

    [Fact]
    public async Task Failure_WithoutMessage_OneHeadersFrame()
    {
        var response = await _http.PostAsync(Path, RawHttp2.Frame("fail"));

        response.Types.ShouldBe([RawHttp2.Headers]);
        response.Http.ShouldBe(200);
        response.Headers["content-type"].ShouldBe("application/grpc");
        response.Headers["grpc-status"].ShouldBe("5");
        response.Headers["grpc-message"].ShouldBe("50 %25");
    }

    [Fact]
    public async Task MissingTe_Unary_Served() =>
        (await _http.PostAsync(Path, RawHttp2.Frame("x"), ("te", ""))).Status.ShouldBe(0);

    [Theory]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc;charset=utf-8")]
    [InlineData("Application/GRPC")]
    public async Task ContentType_OfGrpc_Served(string contentType) =>
        (await _http.PostAsync(Path, RawHttp2.Frame("x"), ("content-type", contentType))).Status.ShouldBe(0);

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("")]
    public async Task ContentType_OfOthers_UnsupportedMediaType(string contentType) =>
        (await _http.PostAsync(Path, RawHttp2.Frame("x"), ("content-type", contentType))).Http.ShouldBe(415);

    [Fact]
    public async Task Method_Get_NotAllowed() =>
        (await _http.PostAsync(Path, [], (":method", "GET"))).Http.ShouldBe(405);

    [Fact]
    public async Task UnknownPath_OfGrpcRequest_Unimplemented()
    {
        (await _http.PostAsync("/test.Strings/Other", RawHttp2.Frame("x"))).Status.ShouldBe(12);
        (await _http.PostAsync("/other.Service/Unary", RawHttp2.Frame("x"))).Status.ShouldBe(12);
    }

    [Fact]
    public async Task UnknownPath_OfOtherRequest_NotFound() =>
        (await _http.PostAsync("/some/page", [], ("content-type", "text/plain"))).Http.ShouldBe(404);

    [Theory]
    [InlineData(new byte[] { }, "The stream held no message, expected exactly one.")]
    [InlineData(new byte[] { 0, 0, 0 }, "The stream ended inside a message, 3 bytes into its frame.")]
    [InlineData(new byte[] { 0, 0, 0, 0, 3, 1 }, "The stream ended inside a message, 6 bytes into its frame.")]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 65, 0, 0, 0, 0, 1, 66 }, "The stream held more than one message, expected exactly one.")]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 65, 9 }, "The stream held more than one message, expected exactly one.")]
    [InlineData(new byte[] { 2, 0, 0, 0, 1, 65 }, "Compression flag of a message is 2, expected 0 or 1.")]
    [InlineData(new byte[] { 1, 0, 0, 0, 1, 65 }, "A message is flagged as compressed but grpc-encoding names no compression.")]
    public async Task Body_Malformed_Internal(byte[] body, string message)
    {
        var response = await _http.PostAsync(Path, body);

        response.Status.ShouldBe((int)StatusCode.Internal);
        response.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData(101)]
    [InlineData(5_000_000)]
    public async Task Body_OverLimit_ResourceExhausted(int length)
    {
        var stream = await _http.OpenAsync(Path);
        await _http.SendAsync(RawHttp2.Data, 0, stream, [0, .. BigEndian(length), 65]);

        var response = await _http.ReadResponseAsync(stream);

        response.Status.ShouldBe((int)StatusCode.ResourceExhausted);
        response.Message.ShouldBe($"Received message of {length} bytes exceeds the limit of 100 bytes.");
    }

    [Fact]
    public async Task Body_ExactlyAtLimit_Served()
    {
        var text = new string('x', 100);

        (await _http.PostAsync(Path, RawHttp2.Frame(text))).Body.ShouldBe(RawHttp2.Frame(text));
    }

    [Fact]
    public async Task Body_OneBytePerFrame_Served()
    {
        var stream = await _http.OpenAsync(Path);
        foreach (var value in RawHttp2.Frame("hello"))
        {
            await _http.SendAsync(RawHttp2.Data, 0, stream, [value]);
        }

        await _http.SendAsync(RawHttp2.Data, RawHttp2.EndStream, stream, []);

        (await _http.ReadResponseAsync(stream)).Body.ShouldBe(RawHttp2.Frame("hello"));
    }

    [Fact]
    public async Task Stream_FramesCutAnywhere_EveryMessage()
    {
        byte[] body = [.. RawHttp2.Frame("one"), .. RawHttp2.Frame(""), .. RawHttp2.Frame("three")];
        for (var cut = 0; cut <= body.Length; cut++)
        {
            var stream = await _http.OpenAsync("/test.Strings/ClientStreaming");
            await _http.SendAsync(RawHttp2.Data, 0, stream, body[..cut]);
            await _http.SendAsync(RawHttp2.Data, RawHttp2.EndStream, stream, body[cut..]);

            (await _http.ReadResponseAsync(stream)).Body.ShouldBe(RawHttp2.Frame("one||three"));
        }
    }

    [Fact]
    public async Task Compressed_Gzip_Served() =>
        (await _http.PostAsync(Path, RawHttp2.Frame(1, Gzip("hello")), ("grpc-encoding", "gzip")))
            .Body.ShouldBe(RawHttp2.Frame("hello"));

    [Fact]
    public async Task Compressed_NotGzip_Internal()
    {
        var response = await _http.PostAsync(Path, RawHttp2.Frame(1, [1, 2, 3]), ("grpc-encoding", "gzip"));

        response.Status.ShouldBe((int)StatusCode.Internal);
        response.Message.ShouldBe("A compressed message is not valid gzip.");
    }

    [Fact]
    public async Task Compressed_ExpandsOverLimit_ResourceExhausted()
    {
        var bomb = Gzip(new string('x', 20_000));
        bomb.Length.ShouldBeLessThan(100);

        var response = await _http.PostAsync(Path, RawHttp2.Frame(1, bomb), ("grpc-encoding", "gzip"));

        response.Status.ShouldBe((int)StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Compressed_UnknownEncoding_UnimplementedNamingTheKnown()
    {
        var response = await _http.PostAsync(Path, RawHttp2.Frame(1, [1]), ("grpc-encoding", "snappy"));

        response.Status.ShouldBe((int)StatusCode.Unimplemented);
        response.Headers["grpc-accept-encoding"].ShouldBe("identity,gzip");
    }

    [Fact]
    public async Task BinaryHeader_NotBase64_InternalOnlyWhereRead()
    {
        var response = await _http.PostAsync(Path, RawHttp2.Frame("x"), ("x-bin", "!"));

        response.Status.ShouldBe(0);
    }

    [Fact]
    public async Task Reset_InTheMiddle_ConnectionGoesOn()
    {
        var stream = await _http.OpenAsync(Path);
        await _http.SendAsync(RawHttp2.Data, 0, stream, [0, 0, 0]);
        await _http.SendAsync(RawHttp2.Reset, 0, stream, [0, 0, 0, 8]);

        (await _http.PostAsync(Path, RawHttp2.Frame("x"))).Status.ShouldBe(0);
        _host.Logs.Entries.ShouldNotContain(entry => entry.EventId == 1001);
    }

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Gzip(string text)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }
}

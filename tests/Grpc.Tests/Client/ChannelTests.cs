using System.Net;
using System.Net.Http.Headers;
using Bqx.Grpc.Tests.Support;
using Bqx.TestKit;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Bqx.Grpc.Tests.Client;

public sealed class ChannelTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("ftp://localhost")]
    public void ForAddress_NotHttp_Refused(string address) =>
        Should.Throw<ArgumentException>(() => GrpcChannel.ForAddress(address)).Message.ShouldContain(address);

    [Fact]
    public void ForAddress_CredentialsAgainstScheme_Refused()
    {
        Should.Throw<InvalidOperationException>(() => GrpcChannel.ForAddress(
            "http://localhost", new GrpcChannelOptions { Credentials = ChannelCredentials.SecureSsl }));
        Should.Throw<InvalidOperationException>(() => GrpcChannel.ForAddress(
            "https://localhost", new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure }));
        Should.Throw<ArgumentException>(() => GrpcChannel.ForAddress(
            "http://localhost", new GrpcChannelOptions { HttpClient = new(), HttpHandler = new SocketsHttpHandler() }));
    }

    [Fact]
    public async Task NobodyListens_Call_Unavailable()
    {
        using var channel = GrpcChannel.ForAddress("http://127.0.0.1:1");

        using var call = channel.CallUnary("x");

        (await Strings.StatusOfAsync(call)).StatusCode.ShouldBe(StatusCode.Unavailable);
        call.GetStatus().StatusCode.ShouldBe(StatusCode.Unavailable);
        (await Strings.StatusOfAsync(() => call.ResponseHeadersAsync)).StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public void GetStatus_BeforeTheEnd_Refused()
    {
        using var channel = Channel(new Silent());
        using var call = channel.CallUnary("x");

        Should.Throw<InvalidOperationException>(() => call.GetStatus());
        Should.Throw<InvalidOperationException>(() => call.GetTrailers());
    }

    [Theory]
    [InlineData(503, StatusCode.Unavailable, "The server answered with HTTP status 503, expected 200.")]
    [InlineData(401, StatusCode.Unauthenticated, "The server answered with HTTP status 401, expected 200.")]
    [InlineData(200, StatusCode.Unknown, "The server answered with content type 'text/html', expected application/grpc.")]
    public async Task NotGrpc_Response_StatusFromHttp(int http, StatusCode code, string detail)
    {
        using var channel = Channel(new Canned(new HttpResponseMessage((HttpStatusCode)http)
        {
            Content = new ByteArrayContent([]) { Headers = { ContentType = new MediaTypeHeaderValue("text/html") } },
        }));

        (await Strings.StatusOfAsync(channel.CallUnary("x"))).ShouldBe(new Status(code, detail));
    }

    [Theory]
    [InlineData("5", "no%20%F0%9F%98%88", StatusCode.NotFound, "no 😈")]
    [InlineData("99", "odd", StatusCode.Unknown, "odd")]
    [InlineData("x", "odd", StatusCode.Unknown, "The server sent grpc-status 'x', expected a number.")]
    public async Task TrailersOnly_Response_StatusFromHeaders(string status, string message, StatusCode code, string detail)
    {
        var response = Grpc([]);
        response.Headers.TryAddWithoutValidation("grpc-status", status);
        response.Headers.TryAddWithoutValidation("grpc-message", message);
        using var channel = Channel(new Canned(response));

        (await Strings.StatusOfAsync(channel.CallUnary("x"))).ShouldBe(new Status(code, detail));
    }

    [Theory]
    [InlineData(new byte[] { }, null, StatusCode.Unknown, "The server sent no grpc-status.")]
    [InlineData(new byte[] { }, "0", StatusCode.Internal, "The server sent status OK without a message.")]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 65, 0, 0, 0, 0, 1, 66 }, "0", StatusCode.Internal, "The server sent more than one message, expected one.")]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 65 }, "0", StatusCode.Internal, "The stream ended inside a message, 6 bytes into its frame.")]
    [InlineData(new byte[] { 7, 0, 0, 0, 0 }, "0", StatusCode.Internal, "Compression flag of a message is 7, expected 0 or 1.")]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 65 }, "8", StatusCode.ResourceExhausted, "")]
    public async Task MalformedResponse_Unary_Refused(byte[] body, string? status, StatusCode code, string detail)
    {
        var response = Grpc(body);
        if (status is not null)
        {
            response.TrailingHeaders.TryAddWithoutValidation("grpc-status", status);
        }

        using var channel = Channel(new Canned(response));

        (await Strings.StatusOfAsync(channel.CallUnary("x"))).ShouldBe(new Status(code, detail));
    }

    [Fact]
    public async Task Deadline_NoAnswer_ExceededOnTheChannelsClock()
    {
        var time = new FakeTimeProvider();
        using var channel = Channel(new Silent(), new GrpcChannelOptions { Time = time });

        var call = channel.CallUnary("x", new CallOptions(deadline: time.GetUtcNow().UtcDateTime.AddSeconds(3)));
        time.Advance(TimeSpan.FromSeconds(2.9));
        call.ResponseAsync.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.1));

        (await Strings.StatusOfAsync(call)).ShouldBe(new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded"));
    }

    [Fact]
    public async Task Cancel_OptionToThrow_OperationCanceled()
    {
        using var channel = Channel(new Silent(), new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });
        using var cancel = new CancellationTokenSource();

        var call = channel.CallUnary("x", new CallOptions(cancellationToken: cancel.Token));
        await cancel.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(() => call.ResponseAsync)).CancellationToken.ShouldBe(cancel.Token);
    }

    [Fact]
    public async Task DisposedChannel_CallsEndAndNoneStarts()
    {
        var channel = Channel(new Silent());
        var call = channel.CallUnary("x");
        channel.Dispose();

        (await Strings.StatusOfAsync(call)).StatusCode.ShouldBe(StatusCode.Cancelled);
        Should.Throw<ObjectDisposedException>(() => channel.CallUnary("x").Dispose());
    }

    [Fact]
    public async Task Request_Headers_AsSpecified()
    {
        var handler = new Canned(Grpc([0, 0, 0, 0, 1, 65]));
        handler.Response.TrailingHeaders.TryAddWithoutValidation("grpc-status", "0");
        var time = new FakeTimeProvider();
        using var channel = Channel(handler, new GrpcChannelOptions { Time = time });
        var options = new CallOptions(
            new Metadata { { "a", "1" }, { "b-bin", [1, 2] }, { "grpc-timeout", "1S" } },
            time.GetUtcNow().UtcDateTime.AddSeconds(2));

        (await channel.CallUnary("x", options)).ShouldBe("A");

        var request = handler.Request!;
        (request.Method, request.Version, request.RequestUri!.PathAndQuery)
            .ShouldBe((HttpMethod.Post, HttpVersion.Version20, "/test.Strings/Unary"));
        request.Content!.Headers.ContentType!.ToString().ShouldBe("application/grpc");
        request.Headers.NonValidated.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString())
            .ShouldBe(
                new Dictionary<string, string>
                {
                    ["te"] = "trailers",
                    ["user-agent"] = "grpc-dotnet-bqx/1.0",
                    ["grpc-accept-encoding"] = "identity,gzip",
                    ["grpc-timeout"] = "2000000u",
                    ["a"] = "1",
                    ["b-bin"] = "AQI",
                },
                ignoreOrder: true);
    }

    [Fact]
    public async Task Interceptors_OnTheClient_OuterFirstAndHeadersReplaced()
    {
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapUnary(
            (_, context) => Task.FromResult(context.RequestHeaders.GetValue("trace")!)));
        var invoker = host.Channel().Intercept(new Appending("outer"), new Appending("inner"))
            .Intercept(headers => [.. headers, new Metadata.Entry("trace", "first")]);

        (await invoker.AsyncUnaryCall(Strings.Unary, null, default, "x")).ShouldBe("first,outer,inner");
    }

    [Fact]
    public async Task PropagatedCancellation_CallOnBehalfOfAnother_EndsWithIt()
    {
        using var silent = Channel(new Silent());
        var (started, ended) = (new TaskCompletionSource(), new TaskCompletionSource<Status>());
        await using var host = await GrpcHost.StartAsync(map: routes => routes.MapUnary(async (request, context) =>
        {
            var inner = silent.CallUnary("x", new CallOptions(propagationToken: context.CreatePropagationToken()));
            started.SetResult();
            ended.SetResult(await Strings.StatusOfAsync(inner));
            return request;
        }));

        var outer = host.Channel().CallUnary("x");
        await started.Task.WaitAsync(TimeSpan.FromSeconds(20));
        outer.Dispose();

        (await ended.Task.WaitAsync(TimeSpan.FromSeconds(20))).StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    private static HttpResponseMessage Grpc(byte[] body) => new(HttpStatusCode.OK)
    {
        Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
    };

    private static GrpcChannel Channel(HttpMessageHandler handler, GrpcChannelOptions? options = null)
    {
        options ??= new GrpcChannelOptions();
        options.HttpHandler = handler;
        return GrpcChannel.ForAddress("http://localhost", options);
    }

    private sealed class Silent : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new HttpResponseMessage();
        }
    }

    private sealed class Canned(HttpResponseMessage response) : HttpMessageHandler
    {
        public HttpResponseMessage Response => response;

        public HttpRequestMessage? Request { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Request = request;
            return Task.FromResult(response);
        }
    }

    private sealed class Appending(string name) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var headers = new Metadata { { "trace", $"{context.Options.Headers!.GetValue("trace")},{name}" } };
            return continuation(request, new(context.Method, context.Host, context.Options.WithHeaders(headers)));
        }
    }
}

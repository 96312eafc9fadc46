using Grpc.Core;

namespace Bqx.Server.Tests.Doubles;

/// <summary>A call that nothing carries.</summary>
internal sealed class TestCall(
    string peer = "test", Metadata? headers = null, CancellationToken cancellationToken = default) : ServerCallContext
{
    protected override string MethodCore => "/test/test";

    protected override string HostCore => "test";

    protected override string PeerCore => peer;

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore { get; } = headers ?? [];

    protected override CancellationToken CancellationTokenCore { get; } = cancellationToken;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => throw new NotSupportedException();

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException();

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}

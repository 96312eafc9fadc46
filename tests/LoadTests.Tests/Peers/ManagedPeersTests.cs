using System.Buffers.Binary;
using System.Net;
using Bqx.Benching.Machine;
using Bqx.LoadTests.Peers;
using Bqx.LoadTests.Tools;
using Bqx.V1;
using Google.Protobuf;

namespace Bqx.LoadTests.Tests.Peers;

/// <summary>What the two .NET servers of the rpc bench answer on the wire.</summary>
public sealed class ManagedPeersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Empty_ACall_IsAnEmptyFrameWithStatusZero()
    {
        await using var peer = await ManagedPeers.StartEmptyAsync(Cancellation);
        using var answer = await CallAsync(peer, "/bqx.loadtests.EmptyPeer/Call", GrpcFrame.Of([]));
        (await answer.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBe([0, 0, 0, 0, 0]);
        answer.TrailingHeaders.GetValues("grpc-status").ShouldBe(["0"]);
    }

    [Fact]
    public async Task Bare_ACall_IsOneFrameOfAPredictionsSize()
    {
        await using var peer = await ManagedPeers.StartBareAsync(RepositoryRoot.Find(), Cancellation);
        var request = new PredictRequest { Pair = "EURUSD" }.ToByteArray();
        using var answer = await CallAsync(peer, "/any/thing", GrpcFrame.Of(request));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/grpc");
        var body = await answer.Content.ReadAsByteArrayAsync(Cancellation);
        answer.TrailingHeaders.GetValues("grpc-status").ShouldBe(["0"]);
        body[0].ShouldBe((byte)0);
        BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(1)).ShouldBe(body.Length - 5);
        body.Length.ShouldBeInRange(300, 512);
        Fields(body.AsSpan(5)).ShouldBe(
            [1, 2, 3, 4, 5, 6, 7, .. Enumerable.Range(16, 16), .. Enumerable.Range(40, 6)]);
    }

    [Fact]
    public async Task Bare_DoublesOfTheReply_FollowFromThePairAsked()
    {
        await using var peer = await ManagedPeers.StartBareAsync(RepositoryRoot.Find(), Cancellation);
        using var first = await CallAsync(peer, "/", GrpcFrame.Of(new PredictRequest { Pair = "EURUSD" }.ToByteArray()));
        using var second = await CallAsync(peer, "/", GrpcFrame.Of(new PredictRequest { Pair = "USDJPY" }.ToByteArray()));
        var one = await first.Content.ReadAsByteArrayAsync(Cancellation);
        var two = await second.Content.ReadAsByteArrayAsync(Cancellation);
        one.Length.ShouldBe(two.Length);
        one.ShouldNotBe(two);
    }

    [Fact]
    public async Task Allocated_CallsInBetween_Grows()
    {
        await using var peer = await ManagedPeers.StartEmptyAsync(Cancellation);
        var before = await peer.AllocatedAsync(Cancellation);
        using var answer = await CallAsync(peer, "/bqx.loadtests.EmptyPeer/Call", GrpcFrame.Of([]));
        (await peer.AllocatedAsync(Cancellation)).ShouldBeGreaterThan(before);
    }

    /// <summary>The field numbers of a message in the order of the wire; the message must end where its last field does.</summary>
    private static List<int> Fields(ReadOnlySpan<byte> message)
    {
        using var input = new CodedInputStream(message.ToArray());
        var fields = new List<int>();
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            fields.Add(WireFormat.GetTagFieldNumber(tag));
            input.SkipLastField();
        }

        return fields;
    }

    private static async Task<HttpResponseMessage> CallAsync(PeerProcess peer, string path, byte[] frame)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{peer.Port}{path}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        return await client.SendAsync(request, Cancellation);
    }
}

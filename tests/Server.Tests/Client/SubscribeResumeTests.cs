using System.Net;
using System.Net.Sockets;
using Bqx.Client;
using Bqx.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bqx.Server.Tests.Client;

/// <summary>Subscriptions whose streams break off, against a server that a test has scripted.</summary>
public sealed class SubscribeResumeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Subscribe_StreamsBreakOff_EachMinuteOnceAndNoneBackward()
    {
        Scripted service = new(
        [
            new([Reply(1), Reply(2)], Break.Unavailable),
            new([Reply(2, publishedAt: 99), Reply(3)], Break.Unavailable),
            new([Reply(1), Reply(2), Reply(3), Reply(4)], Break.End),
            new([Reply(4, model: 2), Reply(5)], Break.Pushback),
            new([Reply(5, model: 2), Reply(6)], Break.Never),
        ]);
        await using var host = await PredictionHost<Scripted>.StartAsync(service);

        var got = await TakeAsync(host.Address, 8, TimeSpan.FromMinutes(1));

        got.ShouldBe([(1, 1), (2, 1), (3, 1), (4, 1), (4, 2), (5, 1), (5, 2), (6, 1)]);
    }

    [Fact]
    public async Task Subscribe_Refused_IsNotTriedAgain()
    {
        Scripted service = new([new([Reply(1)], Break.NotFound)]);
        await using var host = await PredictionHost<Scripted>.StartAsync(service);

        (await Should.ThrowAsync<RpcException>(() => TakeAsync(host.Address, 2, TimeSpan.FromMinutes(1)))).StatusCode.ShouldBe(StatusCode.NotFound);

        service.Streams.ShouldBe(1);
    }

    // It takes connections and says nothing, as one that is stopped does.
    [Fact]
    public async Task AnyCall_ServerIsSilent_EndsAtItsDeadlineAndASubscriptionTriesAnew()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Scripted service = new([new([Reply(1)], Break.Never)]);
        await using var host = await PredictionHost<Scripted>.StartAsync(service);
        var target = ((IPEndPoint)listener.LocalEndpoint).Port;
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, stop) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, Volatile.Read(ref target), stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
        };
        using var client = new BqxClient(new BqxClientOptions
        {
            Address = new Uri("http://replicas"), Handler = handler, Deadline = TimeSpan.FromSeconds(1), RetryDelay = TimeSpan.FromMilliseconds(1),
        });

        (await Should.ThrowAsync<RpcException>(async () => await client.PredictAsync("EURUSD"))).StatusCode
            .ShouldBeOneOf(StatusCode.DeadlineExceeded, StatusCode.Unavailable);
        await using var subscription = client.SubscribeAsync(["EURUSD"]).GetAsyncEnumerator();
        var first = subscription.MoveNextAsync().AsTask();
        Volatile.Write(ref target, host.Address.Port);

        (await first.WaitAsync(Patience)).ShouldBeTrue();
    }

    private static async Task<List<(long Minute, int Model)>> TakeAsync(Uri address, int count, TimeSpan deadline)
    {
        using var client = new BqxClient(new BqxClientOptions { Address = address, RetryDelay = TimeSpan.FromMilliseconds(1), Deadline = deadline });
        using var limit = new CancellationTokenSource(Patience);
        var got = new List<(long, int)>();
        await foreach (var reply in client.SubscribeAsync([], cancellationToken: limit.Token))
        {
            var prediction = reply.Predictions.Single().Prediction;
            got.Add((prediction.Close.Seconds / 60, prediction.Model.Version));
            if (got.Count == count)
            {
                break;
            }
        }

        return got;
    }

    private static SubscribeReply Reply(int minute, int model = 1, long publishedAt = 0) => new()
    {
        Predictions =
        {
            new PredictReply
            {
                Prediction = new PairPrediction
                {
                    Close = new Timestamp { Seconds = 60 * minute },
                    Model = new ModelVersion { Version = model },
                    PublishedAt = new Timestamp { Seconds = publishedAt },
                },
                Age = new Duration { Seconds = publishedAt },
            },
        },
    };

    private enum Break
    {
        Unavailable,
        Pushback,
        NotFound,
        End,
        Never,
    }

    private sealed record Stream(IReadOnlyList<SubscribeReply> Replies, Break End);

    private sealed class Scripted(IReadOnlyList<Stream> streams) : Prediction.PredictionBase
    {
        private int _next = -1;

        public int Streams => Volatile.Read(ref _next) + 1;

        public override async Task Subscribe(SubscribeRequest request, IServerStreamWriter<SubscribeReply> responseStream, ServerCallContext context)
        {
            var stream = streams[Math.Min(Interlocked.Increment(ref _next), streams.Count - 1)];
            foreach (var reply in stream.Replies)
            {
                await responseStream.WriteAsync(reply, context.CancellationToken);
            }

            switch (stream.End)
            {
                case Break.Unavailable:
                    throw new RpcException(new Status(StatusCode.Unavailable, "gone"));
                case Break.Pushback:
                    throw new RpcException(new Status(StatusCode.ResourceExhausted, "full"), new Metadata { { "grpc-retry-pushback-ms", "1" } });
                case Break.NotFound:
                    throw new RpcException(new Status(StatusCode.NotFound, "no such pair"));
                case Break.Never:
                    await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
                    break;
            }
        }
    }
}

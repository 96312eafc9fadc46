using System.Collections.Concurrent;
using System.Threading.Channels;
using Bqx.V1;
using Grpc.Core;

namespace Bqx.LoadTests.Tests.Fakes;

/// <summary>What the fake services answer, and what they were asked.</summary>
internal sealed class FakeState
{
    public const string BadPair = "XXXYYY";

    public ConcurrentBag<string> PairsAsked { get; } = [];

    public ConcurrentBag<string> ConnectionsSeen { get; } = [];

    public ConcurrentQueue<string> Promoted { get; } = [];

    /// <value>Answers of Predict while it is set, in place of OK.</value>
    public Status? Failure { get; set; }

    /// <value>The status of Promote.</value>
    public Status Promotion { get; set; } = Status.DefaultSuccess;

    public Channel<SubscribeReply> Snapshots { get; } = Channel.CreateUnbounded<SubscribeReply>();

    public ListModelsReply Models { get; } = new()
    {
        Models =
        {
            new ModelInfo { Name = "baseline", Version = 1, State = ModelState.Ready },
            new ModelInfo { Name = "baseline", Version = 2, State = ModelState.Ready },
        },
        Labels = { new ModelLabel { Label = "production", Current = "baseline@2" } },
    };
}

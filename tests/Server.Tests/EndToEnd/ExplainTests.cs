using Bqx.Client;
using Bqx.Core;
using Bqx.Server.Tests.Doubles;
using Grpc.Core;

namespace Bqx.Server.Tests.EndToEnd;

/// <summary>Occlusion over real gRPC.</summary>
public sealed class ExplainTests(OpenInferenceServer fixture) : IClassFixture<OpenInferenceServer>
{
    [Fact]
    public async Task Explain_LoadedBundle_TellsAllFamiliesOfThePresentBar()
    {
        using var client = new BqxClient(new BqxClientOptions { Address = fixture.Server.Address, Deadline = TimeSpan.FromSeconds(30) });
        var published = (await client.PredictAsync("GBPUSD")).Prediction;

        var reply = await client.ExplainAsync("gbpusd", "fx@1");

        (reply.Pair, reply.Close, reply.Model.Name).ShouldBe(("GBPUSD", published.Close, "fx"));
        reply.Families.Count.ShouldBe(24);
        reply.Families.Count(family => family.Bqx != 0).ShouldBeGreaterThan(12);
    }

    [Theory]
    [InlineData("EURXXX", "", StatusCode.NotFound, "unknown_pair")]
    [InlineData("EURUSD", "noop@9", StatusCode.NotFound, "unknown_model")]
    [InlineData("EURUSD", "fx-eurusd@1", StatusCode.InvalidArgument, "invalid_input")]
    [InlineData("EURUSD", "production", StatusCode.FailedPrecondition, "model_failed")]
    public async Task Explain_WrongRequest_HasStatusAndFault(string pair, string model, StatusCode code, string fault)
    {
        using var client = new BqxClient(new BqxClientOptions { Address = fixture.Server.Address });

        var refused = await Should.ThrowAsync<RpcException>(async () => await client.ExplainAsync(pair, model));

        (refused.StatusCode, refused.Trailers.GetValue("bqx-fault")).ShouldBe((code, fault));
    }
}

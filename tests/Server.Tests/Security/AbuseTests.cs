using Bqx.Grpc.Tests.Support;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Bqx.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Bqx.Server.Tests.Security;

/// <summary>Callers that mean harm. After each the server answers others as before.</summary>
public sealed class AbuseTests : IAsyncLifetime
{
    private const string Predict = "/bqx.v1.Prediction/Predict";
    private const int MostResets = 100_000;
    private const byte Cancel = 8;

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(new FakeTimeProvider());

    public async ValueTask DisposeAsync()
    {
        (await new Prediction.PredictionClient(_server.Channel).PredictAsync(new PredictRequest { Pair = "EURUSD" })).Prediction.Pair.ShouldBe("EURUSD");
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Headers_TooMany_AreRefused() => (await BombAsync(
        [.. Enumerable.Range(0, 65).Select(i => ($"x-{i}", "1"))])).ShouldBeTrue();

    [Fact]
    public async Task Headers_TooLong_AreRefused() => (await BombAsync([("x-long", new string('a', 9 * 1024))])).ShouldBeTrue();

    [Fact]
    public async Task Headers_TooMuchTogether_AreRefused() => (await BombAsync(
        [.. Enumerable.Range(0, 3).Select(i => ($"x-{i}", new string('a', 6 * 1024)))])).ShouldBeTrue();

    [Fact]
    public async Task Headers_Usual_AreServed() => (await BombAsync(
        [.. Enumerable.Range(0, 40).Select(i => ($"x-{i}", new string('a', 100)))])).ShouldBeFalse();

    [Fact]
    public async Task RapidReset_Endless_EndsTheConnection()
    {
        await using var http = await RawHttp2.ConnectAsync(_server.Addresses[0].Port);
        var ended = EndAsync(http);
        var sent = 0;
        try
        {
            for (; sent < MostResets && !ended.IsCompleted; sent++)
            {
                var stream = await http.OpenAsync(Predict);
                await http.SendAsync(RawHttp2.Reset, 0, stream, [0, 0, 0, Cancel]);
            }
        }
        catch (IOException)
        {
            // Cut off in the middle of it.
        }

        await ended;
        sent.ShouldBeLessThan(MostResets);
    }

    [Fact]
    public async Task SlowBody_OfAPredict_IsCutOff()
    {
        await using var http = await RawHttp2.ConnectAsync(_server.Addresses[0].Port);
        var stream = await http.OpenAsync(Predict);
        await http.SendAsync(RawHttp2.Data, 0, stream, RawHttp2.Frame("slow")[..6]);

        // Kestrel asks for 240 bytes a second after a grace of five.
        await EndAsync(http);
    }

    [Fact]
    public async Task Oversize_BeyondPredict_IsRefusedAtFourMebibytes()
    {
        var request = new LatestBarsRequest { Pairs = { Enumerable.Repeat(new string('A', 1024), 4 * 1024) } };

        var error = await Should.ThrowAsync<RpcException>(async () => await new V1.Bars.BarsClient(_server.Channel).LatestAsync(request));

        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("../noop@1")]
    [InlineData("..@1")]
    [InlineData("/noop@1")]
    [InlineData("noop/../noop@1")]
    [InlineData("noop\0@1")]
    [InlineData("noop@1/..")]
    public async Task Names_WithPaths_AreNeverLookedUp(string name)
    {
        var models = new Models.ModelsClient(_server.Admin);
        Func<Task>[] calls =
        [
            async () => await models.LoadAsync(new LoadModelRequest { Model = name }),
            async () => await models.DescribeAsync(new DescribeModelRequest { Model = name }),
            async () => await models.UnloadAsync(new UnloadModelRequest { Model = name }),
            async () => await models.RollbackAsync(new RollbackModelRequest { Label = name }),
            async () => await new Prediction.PredictionClient(_server.Channel).PredictAsync(new PredictRequest { Pair = "EURUSD", Model = name }),
        ];
        foreach (var call in calls)
        {
            (await Should.ThrowAsync<RpcException>(call)).StatusCode.ShouldBeOneOf(StatusCode.InvalidArgument, StatusCode.NotFound);
        }
    }

    // Whether a call with such headers is turned away: its connection ends, with a farewell or without, or the answer is an error of HTTP.
    private async Task<bool> BombAsync((string Name, string Value)[] headers)
    {
        await using var http = await RawHttp2.ConnectAsync(_server.Addresses[0].Port);
        try
        {
            var stream = await http.OpenAsync(Predict, headers);
            await http.SendAsync(RawHttp2.Data, RawHttp2.EndStream, stream, RawHttp2.Frame(0, new PredictRequest { Pair = "EURUSD" }.ToByteArray()));
            return await IsRefusedAsync(http, stream);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static async Task<bool> IsRefusedAsync(RawHttp2 http, int stream)
    {
        while (true)
        {
            var frame = await http.ReadAsync();
            if (frame.Type == RawHttp2.GoAway)
            {
                return true;
            }

            if (frame.Stream == stream && frame.Type == RawHttp2.Headers)
            {
                var response = new RawResponse();
                response.Add(frame);
                return response.Http != 200;
            }
        }
    }

    // Reads until the server has ended the connection.
    private static async Task EndAsync(RawHttp2 http)
    {
        try
        {
            while ((await http.ReadAsync()).Type != RawHttp2.GoAway)
            {
            }
        }
        catch (IOException)
        {
            // Without a farewell.
        }
    }
}

using Bqx.Benching.Machine;
using Bqx.LoadTests.Tests.Fakes;
using Bqx.LoadTests.Tools;
using Bqx.V1;
using Google.Protobuf;

namespace Bqx.LoadTests.Tests.Tools;

public sealed class RawCallTests : IAsyncLifetime
{
    private readonly FrameFiles _frames = new();
    private readonly RawCall _call = new();
    private FakeServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await FakeServer.StartAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _call.Dispose();
        _frames.Dispose();
    }

    [Fact]
    public Task Check_ACallThatSucceeds_Passes() => _call.CheckAsync(Target("/bqx.v1.Prediction/Predict", "EURUSD"), Cancellation);

    [Fact]
    public async Task Check_AnErrorInTheTrailers_NamesStatusAndMessage()
    {
        var target = Target("/bqx.v1.Prediction/Predict", FakeState.BadPair);
        var fault = await Should.ThrowAsync<BenchException>(() => _call.CheckAsync(target, Cancellation));
        fault.Message.ShouldBe("tried answers HTTP 200, grpc-status 5 unknown pair; 200 and 0 are expected.");
    }

    [Fact]
    public async Task Check_AMethodThatDoesNotExist_IsUnimplemented()
    {
        var fault = await Should.ThrowAsync<BenchException>(
            () => _call.CheckAsync(Target("/bqx.v1.Prediction/Guess", "EURUSD"), Cancellation));
        fault.Message.ShouldContain("grpc-status 12");
    }

    private BenchTarget Target(string path, string pair) => new(
        "tried", new Uri(_server.Address, path), _frames.Write(GrpcFrame.Of(new PredictRequest { Pair = pair }.ToByteArray())));
}

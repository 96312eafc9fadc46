using Bqx.Server.Tests.Doubles;
using Shouldly;

namespace Bqx.Server.Tests.EndToEnd;

public sealed class WarmUpTests
{
    [Fact]
    public async Task Start_WithCallsOfItsOwn_HasAnsweredThemAllOnceItIsReady()
    {
        await using var server = await TestServer.StartAsync(TimeProvider.System, args: "--Server:WarmUpCalls=8");
        var metrics = await server.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        metrics.ShouldContain("bqx_predict_duration_seconds_count{outcome=\"ok\"} 8");
    }

    [Fact]
    public async Task Start_WithTooManyCallsOfItsOwn_IsRefused()
    {
        var fault = await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            TestServer.StartAsync(TimeProvider.System, args: "--Server:WarmUpCalls=10001"));
        fault.Message.ShouldContain("WarmUpCalls");
    }
}

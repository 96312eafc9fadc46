using Bqx.Grpc.Tests.Support;

namespace Bqx.Grpc.Tests.Peers;

/// <summary>Our server against the client of grpcio, which stands on the C++ core.</summary>
public sealed class GrpcIoClientTests(GrpcIoClientTests.Run run) : IClassFixture<GrpcIoClientTests.Run>
{
    [Theory]
    [InlineData("empty_unary")]
    [InlineData("large_unary")]
    [InlineData("client_streaming")]
    [InlineData("server_streaming")]
    [InlineData("ping_pong")]
    [InlineData("empty_stream")]
    [InlineData("status_code_and_message")]
    [InlineData("special_status_message")]
    [InlineData("custom_metadata")]
    [InlineData("timeout_on_sleeping_server")]
    [InlineData("cancel_after_begin")]
    [InlineData("cancel_after_first_response")]
    [InlineData("unimplemented_method")]
    [InlineData("unimplemented_service")]
    [InlineData("client_compressed_unary")]
    [InlineData("server_compressed_unary")]
    [InlineData("client_compressed_streaming")]
    [InlineData("server_compressed_streaming")]
    public async Task Case_GrpcIoClient_Passes(string name)
    {
        Script.RequireGrpcIo();
        (await run.Cases.Value).GetValueOrDefault(name, "did not run").ShouldBe("ok");
    }

    /// <summary>One run of the script, shared by the cases.</summary>
    public sealed class Run
    {
        internal Lazy<Task<Dictionary<string, string>>> Cases { get; } = new(async () =>
        {
            await using var host = await GrpcHost.StartAsync();
            return await Script.RunCasesAsync(Script.Python, "interop.py", host.Port.ToString());
        });
    }
}

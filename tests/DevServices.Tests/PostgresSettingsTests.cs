namespace Bqx.DevServices.Tests;

public sealed class PostgresSettingsTests
{
    [Theory]
    [InlineData(1L << 30, "128MB", "512MB")]
    [InlineData(8L << 30, "512MB", "2048MB")]
    [InlineData(64L << 30, "1024MB", "4096MB")]
    public void Arguments_Memory_SetsTheBuffers(long memory, string buffers, string cache)
    {
        var arguments = PostgresSettings.Arguments("/data", 5_432, memory);

        arguments.ShouldContain($"shared_buffers={buffers}");
        arguments.ShouldContain($"effective_cache_size={cache}");
    }

    [Fact]
    public void Arguments_ListenOnLoopbackOnly()
    {
        var arguments = PostgresSettings.Arguments("/data", 5_432, 1L << 30);

        arguments.Take(2).ShouldBe(["-D", "/data"]);
        arguments.ShouldContain("listen_addresses=127.0.0.1");
        arguments.ShouldContain("unix_socket_directories=");
        arguments.ShouldContain("port=5432");
    }
}

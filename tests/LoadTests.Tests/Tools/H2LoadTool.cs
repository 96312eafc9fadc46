using Bqx.Benching.Machine;

namespace Bqx.LoadTests.Tests.Tools;

internal static class H2LoadTool
{
    /// <summary>Skips the test where h2load is absent, unless services are required.</summary>
    public static void Require()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        Assert.SkipUnless(
            ToolPath.Find("h2load", path) is not null || Environment.GetEnvironmentVariable("BQX_REQUIRE_SERVICES") == "1",
            "h2load is absent (apt-get install -y nghttp2-client)");
    }
}

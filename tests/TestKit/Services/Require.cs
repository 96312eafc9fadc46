using Xunit;

namespace Bqx.TestKit;

/// <summary>What happens to a test whose service is absent: it is skipped with the reason, or fails where services are required.</summary>
public static class Require
{
    /// <summary>Whether services must be there (<c>BQX_REQUIRE_SERVICES=1</c>).</summary>
    public static bool Strict => Environment.GetEnvironmentVariable("BQX_REQUIRE_SERVICES") == "1";

    /// <summary>Ends the calling test unless the condition holds.</summary>
    public static void That(bool condition, string reason)
    {
        if (!condition && Strict)
        {
            Assert.Fail(reason + " (BQX_REQUIRE_SERVICES=1)");
        }

        Assert.SkipUnless(condition, reason);
    }

    /// <summary>Ends the calling test unless the file exists.</summary>
    public static void File(string path, string package) =>
        That(System.IO.File.Exists(path), $"{path} is missing: apt-get install {package}");
}

using System.Text;

namespace Bqx.Core.Tests;

public sealed class PackageSealTests
{
    [Fact]
    public void DigestFile_OfAbc_IsThePublishedHashAndALineFeed() =>
        Encoding.ASCII.GetString(PackageSeal.DigestFile("abc"u8))
            .ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n");
}

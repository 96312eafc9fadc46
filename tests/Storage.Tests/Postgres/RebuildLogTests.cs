using Bqx.Core;
using Bqx.TestKit;

namespace Bqx.Storage.Tests;

public sealed class EmbeddedRebuildLogTests(PostgresFixture fixture) : RebuildLogTests(fixture, PostgresEngine.Embedded);

public sealed class DebianRebuildLogTests(PostgresFixture fixture) : RebuildLogTests(fixture, PostgresEngine.Debian);

public abstract class RebuildLogTests(PostgresFixture fixture, PostgresEngine engine) : StorageContract(fixture, engine)
{
    [Fact]
    public async Task Request_WrittenReplacedAndRemoved_IsReadAsItIs()
    {
        var (one, two) = (Digest.Of("one"u8), Digest.Of("two"u8));
        await Storage.Rebuilds.WriteAsync(one, At(2017, 1, 1), new byte[] { 1 }, Stop);
        await Storage.Rebuilds.WriteAsync(two, At(2017, 5, 1), new byte[] { 5 }, Stop);
        await Storage.Rebuilds.WriteAsync(one, At(2017, 2, 1), new byte[] { 2 }, Stop);

        var (done, state) = (await Storage.Rebuilds.ReadAsync(one, Stop))!.Value;
        (done, state.Single()).ShouldBe((At(2017, 2, 1), (byte)2));

        await Storage.Rebuilds.RemoveAsync(one, Stop);
        (await Storage.Rebuilds.ReadAsync(one, Stop)).ShouldBeNull();
        (await Storage.Rebuilds.ReadAsync(two, Stop)).ShouldNotBeNull();
    }
}

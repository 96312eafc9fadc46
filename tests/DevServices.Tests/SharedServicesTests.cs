using System.Net;
using System.Net.Sockets;
using Bqx.TestKit;
using Npgsql;

namespace Bqx.DevServices.Tests;

public sealed class SharedServicesTests(HomeFixture fixture) : IClassFixture<HomeFixture>
{
    [Fact]
    public async Task Acquire_SecondProcess_ReusesAndLeavesThemRunning()
    {
        await using var lease = await HomeFixture.AcquireAsync(fixture.Postgres);
        var process = fixture.ProcessOf("postgres");

        using var other = await OtherProcess.StartAsync(fixture.Home, TestRepository.Root);
        other.Postgres.ShouldBe(lease.Postgres);
        await other.LeaveAsync();

        fixture.ProcessOf("postgres").ShouldBe(process);
        (await HomeFixture.QueryAsync(lease.Postgres!, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Dispose_FirstProcessLeavesBeforeTheSecond_ServicesGoOn()
    {
        using var other = await OtherProcess.StartAsync(fixture.Home, TestRepository.Root);
        await using var lease = await HomeFixture.AcquireAsync(fixture.Postgres);

        await other.LeaveAsync();

        (await HomeFixture.QueryAsync(lease.Postgres!, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Acquire_ManyAtOnce_ShareOneServer()
    {
        var leases = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => HomeFixture.AcquireAsync(fixture.Postgres)));

        leases.Select(lease => lease.Postgres).Distinct().Count().ShouldBe(1);
        await Task.WhenAll(leases.Select(lease => lease.DisposeAsync().AsTask()));
        fixture.ProcessOf("postgres").IsAlive.ShouldBeFalse();
    }

    [Fact]
    public async Task Dispose_Last_HasStoppedTheServices()
    {
        var lease = await HomeFixture.AcquireAsync(fixture.Postgres);
        var process = fixture.ProcessOf("postgres");
        process.IsAlive.ShouldBeTrue();

        await lease.DisposeAsync();

        process.IsAlive.ShouldBeFalse();
        File.Exists(Path.Combine(fixture.Home, "postgres", "postmaster.pid")).ShouldBeFalse();
    }

    [Fact]
    public async Task Dispose_Twice_IsFine()
    {
        var lease = await HomeFixture.AcquireAsync(fixture.Postgres);

        await lease.DisposeAsync();
        await lease.DisposeAsync();
    }

    [Fact]
    public async Task LastUser_Killed_ServicesStop()
    {
        await (await HomeFixture.AcquireAsync(fixture.Postgres)).DisposeAsync();
        using var other = await OtherProcess.StartAsync(fixture.Home, TestRepository.Root);
        var process = fixture.ProcessOf("postgres");
        process.IsAlive.ShouldBeTrue();

        other.Kill();

        await HomeFixture.UntilAsync(() => !process.IsAlive, "PostgreSQL to stop after its last user was killed");
    }

    [Fact]
    public async Task Supervisor_Killed_LastLeaveStopsTheServicesItself()
    {
        var lease = await HomeFixture.AcquireAsync(fixture.Postgres);
        var process = fixture.ProcessOf("postgres");
        Kill(fixture.ProcessOf("supervisor"));

        await lease.DisposeAsync();

        process.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public async Task Postgres_KilledWhileHeld_ComesBackOnTheSamePortWithItsData()
    {
        var told = new List<string>();
        await using var lease = await HomeFixture.AcquireAsync(fixture.Postgres with { Log = told.Add });
        await HomeFixture.QueryAsync(lease.Postgres!, "create table if not exists kept as select 42 as value");

        Kill(fixture.ProcessOf("postgres"));

        await HomeFixture.UntilAsync(
            async () =>
            {
                try
                {
                    return await HomeFixture.QueryAsync(lease.Postgres!, "select value from kept") is 42;
                }
                catch (NpgsqlException)
                {
                    return false;
                }
            },
            "PostgreSQL to come back");
        told.ShouldContain("PostgreSQL has died: starting it again.");
    }

    [Fact]
    public async Task Acquire_AfterEverythingWasKilled_Recovers()
    {
        await using (var first = await HomeFixture.AcquireAsync(fixture.Postgres))
        {
            await HomeFixture.QueryAsync(first.Postgres!, "create table if not exists survives as select 7 as value");
            using var other = await OtherProcess.StartAsync(fixture.Home, TestRepository.Root);
            Kill(fixture.ProcessOf("supervisor"));
            Kill(fixture.ProcessOf("postgres"));
            other.Kill();
        }

        await using var lease = await HomeFixture.AcquireAsync(fixture.Postgres);

        (await HomeFixture.QueryAsync(lease.Postgres!, "select value from survives")).ShouldBe(7);
    }

    [Fact]
    public async Task Acquire_StaleFilesNameAStranger_StartsAndLeavesTheStrangerAlone()
    {
        await (await HomeFixture.AcquireAsync(fixture.Postgres)).DisposeAsync();

        // Our own process id with another start time, and in the server's own lock file: as after a restart of the machine.
        var port = RunFile.Read(Path.Combine(fixture.Home, "run", "postgres.run"))!.Port;
        new RunFile(new ProcessIdentity(Environment.ProcessId, 1), port).Write(Path.Combine(fixture.Home, "run", "postgres.run"));
        await File.WriteAllTextAsync(
            Path.Combine(fixture.Home, "postgres", "postmaster.pid"), $"{Environment.ProcessId}\n/nowhere\n0\n{port}\n\n127.0.0.1\n0 0\nready\n");

        await using var lease = await HomeFixture.AcquireAsync(fixture.Postgres);

        (await HomeFixture.QueryAsync(lease.Postgres!, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Acquire_RunFileLost_FindsTheRunningServer()
    {
        await using var first = await HomeFixture.AcquireAsync(fixture.Postgres);
        var process = fixture.ProcessOf("postgres");
        File.Delete(Path.Combine(fixture.Home, "run", "postgres.run"));

        await using var second = await HomeFixture.AcquireAsync(fixture.Postgres);

        second.Postgres.ShouldBe(first.Postgres);
        fixture.ProcessOf("postgres").ShouldBe(process);
    }

    [Fact]
    public async Task Acquire_LastPortTaken_TakesAnother()
    {
        await (await HomeFixture.AcquireAsync(fixture.Postgres)).DisposeAsync();
        var port = RunFile.Read(Path.Combine(fixture.Home, "run", "postgres.run"))!.Port;
        using var squatter = new TcpListener(IPAddress.Loopback, port);
        squatter.Start();

        await using var lease = await HomeFixture.AcquireAsync(fixture.Postgres);

        new NpgsqlConnectionStringBuilder(lease.Postgres).Port.ShouldNotBe(port);
        (await HomeFixture.QueryAsync(lease.Postgres!, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Postgres_IsDurable_AndHasAPassword()
    {
        await using var lease = await HomeFixture.AcquireAsync(fixture.Postgres);

        (await HomeFixture.QueryAsync(lease.Postgres!, "select current_setting('fsync') || current_setting('synchronous_commit')")).ShouldBe("onon");
        var open = new NpgsqlConnectionStringBuilder(lease.Postgres) { Password = "wrong" }.ConnectionString;
        (await Should.ThrowAsync<PostgresException>(() => HomeFixture.QueryAsync(open, "select 1"))).SqlState.ShouldBe("28P01");
    }

    [Fact]
    public async Task Postgres_StartedByRoot_RunsAsAnotherUser()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "We are not root.");
        await using var lease = await HomeFixture.AcquireAsync(fixture.Postgres);

        var status = await File.ReadAllLinesAsync($"/proc/{fixture.ProcessOf("postgres").Id}/status");

        status.Single(line => line.StartsWith("Uid:")).Split('\t')[1].ShouldNotBe("0");
        status.Single(line => line.StartsWith("CapEff:")).ShouldEndWith("0000000000000000");
    }

    private static void Kill(ProcessIdentity process)
    {
        process.IsAlive.ShouldBeTrue();
        using var handle = System.Diagnostics.Process.GetProcessById(process.Id);
        handle.Kill();
    }
}

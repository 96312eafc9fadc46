using Xunit.Runner.InProc.SystemConsole;

namespace Bqx.DevServices.Tests;

/// <summary>Runs the tests, or, as <c>hold HOME ROOT</c>, is another process that holds the services until its input ends.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args is ["hold", var home, var root] ? HoldAsync(home, root) : ConsoleRunner.Run(args);

    private static async Task<int> HoldAsync(string home, string root)
    {
        await using (var lease = await DevServicesLease.AcquireAsync(
            new DevServicesOptions { Home = home, Root = root, NeedPostgres = true }, CancellationToken.None))
        {
            Console.WriteLine(lease.Postgres);
            await Console.In.ReadToEndAsync();
        }

        Console.WriteLine("left");
        return 0;
    }
}

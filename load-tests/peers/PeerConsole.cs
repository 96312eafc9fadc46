namespace Bqx.LoadTests.Peers;

/// <summary>
/// How a bench talks with a server that it started: one line says that it listens, each line on standard input is
/// answered with the bytes allocated so far, and an attached server ends when standard input does.
/// </summary>
internal static class PeerConsole
{
    public const string Listening = "listening";
    public const string Allocated = "allocated";

    public static async Task ServeAsync(int port, bool attached, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync($"{Listening} {port}");
        while (await Console.In.ReadLineAsync(cancellationToken) is not null)
        {
            await Console.Out.WriteLineAsync($"{Allocated} {GC.GetTotalAllocatedBytes(precise: true)}");
        }

        if (!attached)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }
}

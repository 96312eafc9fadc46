using System.Diagnostics;
using System.Globalization;
using Bqx.Benching.Machine;

namespace Bqx.LoadTests.Peers;

/// <summary>A server under test, in its own process: it prints <c>listening PORT</c> when it is ready.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private PeerProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static async Task<PeerProcess> StartAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (pinned, pinnedArguments) = TwoCores.Pin(program, arguments);
        var process = Process.Start(new ProcessStartInfo(pinned, pinnedArguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        }) ?? throw new BenchException($"{program} did not start.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            var number = await ReadAsync(process, PeerConsole.Listening, limit.Token);
            return new PeerProcess(process, checked((int)number));
        }
        catch (Exception fault) when (fault is BenchException or OperationCanceledException)
        {
            await EndAsync(process);
            cancellationToken.ThrowIfCancellationRequested();
            throw new BenchException(
                $"{Path.GetFileName(program)} {string.Join(' ', arguments)} did not listen within {StartLimit.TotalSeconds:F0} s.");
        }
    }

    /// <summary>Bytes allocated by a managed server since its start.</summary>
    public async Task<long> AllocatedAsync(CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync("?".AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return await ReadAsync(_process, PeerConsole.Allocated, cancellationToken);
    }

    public async ValueTask DisposeAsync() => await EndAsync(_process);

    private static async Task<long> ReadAsync(Process process, string word, CancellationToken cancellationToken)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(word, StringComparison.Ordinal)
                && long.TryParse(line.AsSpan(word.Length), CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }
        }

        throw new BenchException($"A server ended before it said '{word}'.");
    }

    private static async Task EndAsync(Process process)
    {
        using (process)
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            await process.WaitForExitAsync();
        }
    }
}

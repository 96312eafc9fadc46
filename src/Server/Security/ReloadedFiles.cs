using Bqx.Core;

namespace Bqx.Server.Security;

/// <summary>
/// Something that is read from files and read again when they change: looked at every second, by content, so that a link that is turned
/// round counts too. What cannot be used is logged, without its content, and what was there stays.
/// </summary>
internal sealed partial class ReloadedFiles<T> : IDisposable
    where T : class
{
    /// <summary>How often files are looked at.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private const int MaxLength = 4 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly string _what;
    private readonly IReadOnlyList<string> _paths;
    private readonly Func<IReadOnlyList<byte[]>, T?, T> _read;
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    // Written under the lock, read by anyone.
    private volatile T _current;
    private IReadOnlyList<byte[]> _seen;

    /// <param name="what">The option that names the files.</param>
    /// <param name="paths">The files.</param>
    /// <param name="read">Makes the thing of their contents and of what was there before.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told of changes and failures.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: they cannot be used at the start.</exception>
    public ReloadedFiles(string what, IReadOnlyList<string> paths, Func<IReadOnlyList<byte[]>, T?, T> read, TimeProvider time, ILogger logger)
    {
        (_what, _paths, _read, _logger) = (what, paths, read, logger);
        try
        {
            _seen = Contents();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(Fault.InvalidInput, $"{what}: the file cannot be read.", error);
        }

        _current = read(_seen, null);
        _timer = time.CreateTimer(static state => ((ReloadedFiles<T>)state!).Look(), this, Every, Every);
    }

    public T Current => _current;

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (!_lock.TryEnter())
        {
            return;
        }

        try
        {
            var now = Contents();
            if (now.Zip(_seen).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)))
            {
                return;
            }

            _seen = now;
            _current = _read(now, _current);
            LogReloaded(_logger, _what);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FaultException)
        {
            LogFailed(_logger, _what, error is FaultException ? error.Message : "The file cannot be read.");
        }
        finally
        {
            _lock.Exit();
        }
    }

    private List<byte[]> Contents() => [.. _paths.Select(ReadFile)];

    private static byte[] ReadFile(string path) => new FileInfo(path) is { Exists: true, Length: > MaxLength }
        ? throw new IOException($"The file is longer than {MaxLength} bytes.")
        : File.ReadAllBytes(path);

    [LoggerMessage(1601, LogLevel.Information, "{What} has changed: the new content is in use")]
    private static partial void LogReloaded(ILogger logger, string what);

    [LoggerMessage(1602, LogLevel.Error, "{What} has changed and cannot be used, what was there stays: {Reason}")]
    private static partial void LogFailed(ILogger logger, string what, string reason);
}

using Bqx.Core;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Security;

/// <summary>Keys and certificates that the options name; each null when they do not.</summary>
internal sealed partial class SecurityFiles : IDisposable
{
    private readonly ILogger _logger;

    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: a file cannot be used.</exception>
    public SecurityFiles(IOptions<ServerOptions> options, TimeProvider time, ILogger<SecurityFiles> logger)
    {
        _logger = logger;
        Keys = options.Value.ApiKeys is { } path ? KeyRing.Open(path, time, logger) : null;
        Tls = TlsFiles.Open(options.Value, time, logger);
        if (!System.Net.IPAddress.IsLoopback(System.Net.IPAddress.Parse(options.Value.Bind)))
        {
            Warn(options.Value);
        }
    }

    public KeyRing? Keys { get; }

    public TlsFiles? Tls { get; }

    public void Dispose()
    {
        Keys?.Dispose();
        Tls?.Dispose();
    }

    private void Warn(ServerOptions options)
    {
        if (Keys is null)
        {
            LogOpen(options.Bind);
        }

        if (Tls is null)
        {
            LogPlain(options.Bind);
        }
    }

    [LoggerMessage(1621, LogLevel.Warning, "Anyone who reaches {Bind} may call this server: Server:ApiKeys names a file of keys")]
    private partial void LogOpen(string bind);

    [LoggerMessage(1622, LogLevel.Warning, "Calls to {Bind} are not encrypted: Server:TlsCertificate and Server:TlsKey turn TLS on")]
    private partial void LogPlain(string bind);
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Bqx.Grpc.Tests.Support;

/// <summary>Keeps what the server logged.</summary>
internal sealed class RecordedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, int EventId, string Message)> _entries = new();

    public IEnumerable<(LogLevel Level, int EventId, string Message)> Entries => _entries;

    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("Grpc.", StringComparison.Ordinal) ? new Logger(_entries) : new Logger(null);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<(LogLevel Level, int EventId, string Message)>? entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => entries is not null;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            entries?.Enqueue((logLevel, eventId.Id, formatter(state, exception)));
    }
}

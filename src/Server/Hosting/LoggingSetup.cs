using Microsoft.Extensions.Configuration.Memory;

namespace Bqx.Server.Hosting;

/// <summary>Logs to the console, a line an entry. A line a request would cost more than the request: frameworks speak from warnings on.</summary>
internal static class LoggingSetup
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly Dictionary<string, string?> Defaults = new(StringComparer.Ordinal)
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",

        // Where this category is on at any level, hosting makes an activity and a log scope for every request: 800 bytes each.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
        ["Logging:LogLevel:Grpc"] = "Warning",
    };

    public static void AddBqxLogging(this WebApplicationBuilder builder)
    {
        // First, so that every other source overrides it.
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        builder.Logging.ClearProviders();
        if (builder.Configuration.GetValue($"{TelemetryOptions.Section}:{nameof(TelemetryOptions.JsonLogs)}", false))
        {
            // The scope of a span names its trace.
            builder.Logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat, console.IncludeScopes) = (true, TimeFormat, true));
            return;
        }

        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = TimeFormat + " ";
        });
    }
}

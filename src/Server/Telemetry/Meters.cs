namespace Bqx.Server.Telemetry;

/// <summary>Names that the metrics share.</summary>
internal static class Meters
{
    /// <summary>The server's meter.</summary>
    public const string Name = "Bqx.Server";
}

namespace Bqx.Server.Hosting;

/// <summary>What a port serves. Set on each connection by its listener, and on each endpoint by who maps it.</summary>
internal sealed class ListenerRole
{
    /// <summary>Predictions, bars, health, reflection. Also the role of an endpoint that names none.</summary>
    public static readonly ListenerRole Grpc = new();

    /// <summary>Administration of models, health, reflection.</summary>
    public static readonly ListenerRole Admin = new();

    /// <summary>Metrics and health over HTTP/1.1.</summary>
    public static readonly ListenerRole Http = new();

    private ListenerRole()
    {
    }
}

namespace Bqx.Server.Hosting;

/// <summary>On an endpoint: the listeners that serve it.</summary>
internal sealed class ServedOn(params ListenerRole[] roles)
{
    private readonly ListenerRole[] _roles = roles;

    public bool Allows(ListenerRole role) => Array.IndexOf(_roles, role) >= 0;
}

namespace Bqx.DevServices;

/// <summary>A local service could not be had: says what is missing or failed, and the command that helps.</summary>
public sealed class DevServicesException : Exception
{
    public DevServicesException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

namespace Grpc.Core;

/// <summary>How a channel is secured, and who its calls come from.</summary>
public abstract class ChannelCredentials
{
    private protected ChannelCredentials()
    {
    }

    public static ChannelCredentials Insecure { get; } = new Plain();

    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    internal abstract bool IsSecure { get; }

    internal virtual CallCredentials? CallCredentials => null;

    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        return new WithCall(channelCredentials, callCredentials);
    }

    private sealed class Plain : ChannelCredentials
    {
        internal override bool IsSecure => false;
    }

    private sealed class WithCall(ChannelCredentials channel, CallCredentials call) : ChannelCredentials
    {
        internal override bool IsSecure => channel.IsSecure;

        internal override CallCredentials? CallCredentials => channel.CallCredentials is null
            ? call
            : CallCredentials.Compose(channel.CallCredentials, call);
    }
}

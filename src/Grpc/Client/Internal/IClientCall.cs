using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>A call on the client without its message types.</summary>
internal interface IClientCall : IDisposable
{
    Task<Metadata> HeadersAsync();

    Status GetStatus();

    Metadata GetTrailers();
}

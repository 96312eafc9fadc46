using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Wire;

/// <summary>The compressions that one side offers, by encoding name.</summary>
internal sealed class CompressionSet
{
    private readonly Dictionary<string, ICompressionProvider> _providers = new(StringComparer.OrdinalIgnoreCase);

    internal CompressionSet(IEnumerable<ICompressionProvider> providers)
    {
        foreach (var provider in providers)
        {
            _providers[provider.EncodingName] = provider;
        }

        AcceptEncoding = string.Join(',', _providers.Keys.Prepend(WireNames.Identity));
    }

    internal static IReadOnlyList<ICompressionProvider> Default { get; } =
        [new GzipCompressionProvider(CompressionLevel.Fastest)];

    /// <value>The value of grpc-accept-encoding.</value>
    internal string AcceptEncoding { get; }

    internal ICompressionProvider? Find(string? encoding) =>
        encoding is not null && _providers.TryGetValue(encoding, out var provider) ? provider : null;

    /// <summary>The provider for messages to send; an encoding that is not offered is the caller's mistake.</summary>
    internal ICompressionProvider? Require(string? encoding)
    {
        if (encoding is null or WireNames.Identity)
        {
            return null;
        }

        return Find(encoding) ?? throw new RpcException(new Status(
            StatusCode.Internal, $"Encoding '{encoding}' is not among those offered: {AcceptEncoding}."));
    }
}

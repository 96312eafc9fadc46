using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>One message compression, by the name that grpc-encoding gives it.</summary>
public interface ICompressionProvider
{
    string EncodingName { get; }

    /// <summary>A stream that compresses into the given one, which stays open after it.</summary>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    Stream CreateDecompressionStream(Stream stream);
}

using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Between the headers of a request or response and the metadata of a call.</summary>
internal static class HeaderMetadata
{
    internal static Metadata Read(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
        {
            if (WireNames.IsTransportHeader(name))
            {
                continue;
            }

            var key = name.ToLowerInvariant();
            foreach (var value in values)
            {
                if (key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
                {
                    BinaryHeader.Decode(key, value ?? "", metadata);
                }
                else
                {
                    metadata.Add(new Metadata.Entry(key, value ?? "", null));
                }
            }
        }

        return metadata;
    }

    internal static void Write(Metadata metadata, IHeaderDictionary headers)
    {
        foreach (var entry in metadata)
        {
            if (!WireNames.IsTransportHeader(entry.Key))
            {
                var value = entry.IsBinary ? BinaryHeader.Encode(entry.BinaryValue) : entry.Value;
                headers[entry.Key] = StringValues.Concat(headers[entry.Key], value);
            }
        }
    }
}

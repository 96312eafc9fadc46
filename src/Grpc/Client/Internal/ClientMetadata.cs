using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>Between HTTP headers and the metadata of a call.</summary>
internal static class ClientMetadata
{
    internal static Metadata Read(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
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
                    BinaryHeader.Decode(key, value, metadata);
                }
                else
                {
                    metadata.Add(new Metadata.Entry(key, value, null));
                }
            }
        }

        return metadata;
    }

    internal static void Write(Metadata metadata, HttpRequestHeaders headers)
    {
        foreach (var entry in metadata)
        {
            if (!WireNames.IsTransportHeader(entry.Key))
            {
                headers.TryAddWithoutValidation(
                    entry.Key, entry.IsBinary ? BinaryHeader.Encode(entry.BinaryValue) : entry.Value);
            }
        }
    }

    /// <summary>The status that the peer sent in headers or trailers, or null.</summary>
    internal static Status? ReadStatus(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(WireNames.Status, out var codes))
        {
            return null;
        }

        var text = codes.ToString();
        if (!int.TryParse(text, out var code))
        {
            return new Status(StatusCode.Unknown, $"The server sent grpc-status '{text}', expected a number.");
        }

        var detail = headers.NonValidated.TryGetValues(WireNames.Message, out var messages)
            ? PercentEncoding.Decode(messages.ToString())
            : "";
        return code is >= 0 and <= (int)StatusCode.Unauthenticated
            ? new Status((StatusCode)code, detail)
            : new Status(StatusCode.Unknown, detail);
    }
}

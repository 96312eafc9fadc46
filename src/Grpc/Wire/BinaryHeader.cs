using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Values of "-bin" headers: base64, written without padding, read with or without it.</summary>
internal static class BinaryHeader
{
    internal static string Encode(ReadOnlySpan<byte> value) => Convert.ToBase64String(value).TrimEnd('=');

    /// <summary>Adds the entries of one header field, which may join several values with commas.</summary>
    internal static void Decode(string key, string field, Metadata target)
    {
        foreach (var range in field.AsSpan().Split(','))
        {
            target.Add(new Metadata.Entry(key, null, DecodeOne(key, field.AsSpan(range).Trim())));
        }
    }

    private static byte[] DecodeOne(string key, ReadOnlySpan<char> text)
    {
        var padded = text.TrimEnd('=').ToString();
        padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
        try
        {
            return Convert.FromBase64String(padded);
        }
        catch (FormatException)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"Header '{key}' is not valid base64."));
        }
    }
}

using System.Buffers.Binary;

namespace Bqx.Grpc.Tests.Support;

/// <summary>What came on one stream.</summary>
internal sealed class RawResponse
{
    private readonly List<byte> _body = [];
    private readonly List<byte> _types = [];

    public Dictionary<string, string> Headers { get; } = [];

    public Dictionary<string, string> Trailers { get; } = [];

    /// <summary>Types of the frames, in order.</summary>
    public byte[] Types => [.. _types];

    public byte[] Body => [.. _body];

    public uint? ResetCode { get; private set; }

    public bool IsEnded { get; private set; }

    public int Http => int.Parse(Headers[":status"]);

    public int Status => int.Parse(Find("grpc-status"));

    public string Message => Find("grpc-message");

    public void Add(RawFrame frame)
    {
        if (frame.Type is not (RawHttp2.Data or RawHttp2.Headers or RawHttp2.Reset))
        {
            return;
        }

        _types.Add(frame.Type);
        switch (frame.Type)
        {
            case RawHttp2.Data:
                _body.AddRange(frame.Payload);
                break;
            case RawHttp2.Headers:
                Hpack.Read(frame.Payload, Headers.Count == 0 ? Headers : Trailers);
                break;
            default:
                ResetCode = BinaryPrimitives.ReadUInt32BigEndian(frame.Payload);
                break;
        }

        IsEnded = frame.Type == RawHttp2.Reset || (frame.Flags & RawHttp2.EndStream) != 0;
    }

    private string Find(string name) => Trailers.TryGetValue(name, out var value) ? value : Headers.GetValueOrDefault(name, "");
}

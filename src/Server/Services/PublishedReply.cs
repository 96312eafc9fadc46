using Bqx.Core;
using Bqx.Server.Predictions;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bqx.Server.Services;

/// <summary>
/// A reply of <c>Predict</c> before it is a message: what was encoded when it was published, and what a request adds. Its bytes are those of
/// <see cref="V1.PredictReply"/>; they are written without encoding the prediction again.
/// </summary>
internal sealed class PublishedReply(PublishedPrediction published, bool stale, TimeSpan age)
{
    private const byte AgeTag = (2 << 3) | 2;
    private const byte FlagsTag = (3 << 3) | 2;
    private const byte SecondsTag = 1 << 3;
    private const byte NanosTag = 2 << 3;
    private const int MaxAddedLength = 48;

    private readonly long _seconds = age.Ticks / TimeSpan.TicksPerSecond;
    private readonly int _nanos = (int)(age.Ticks % TimeSpan.TicksPerSecond) * 100;

    /// <summary>What is replied.</summary>
    public PublishedPrediction Published => published;

    /// <summary>Whether it is stale.</summary>
    public bool IsStale => stale;

    /// <summary>Its age.</summary>
    public TimeSpan Age => age;

    private PredictionFlags Flags => stale ? published.Value.Flags | PredictionFlags.Stale : published.Value.Flags;

    /// <summary>The same as a message.</summary>
    public V1.PredictReply ToMessage()
    {
        var reply = new V1.PredictReply
        {
            Prediction = stale ? published.StaleMessage : published.Message,
            Age = new Duration { Seconds = _seconds, Nanos = _nanos },
        };
        PredictionMessages.AddFlags(reply.Flags, Flags);
        return reply;
    }

    /// <summary>Writes the bytes of the message.</summary>
    public void WriteTo(SerializationContext context)
    {
        Span<byte> added = stackalloc byte[MaxAddedLength];
        var length = WriteAdded(added);
        var encoded = (stale ? published.StaleField : published.Field).Span;
        context.SetPayloadLength(encoded.Length + length);
        var writer = context.GetBufferWriter();
        var target = writer.GetSpan(encoded.Length + length);
        encoded.CopyTo(target);
        added[..length].CopyTo(target[encoded.Length..]);
        writer.Advance(encoded.Length + length);
        context.Complete();
    }

    // Fields that are zero are left out, as everywhere in proto3.
    private int WriteAdded(Span<byte> target)
    {
        var end = 2;
        if (_seconds != 0)
        {
            target[end++] = SecondsTag;
            end = WriteVarint(target, end, (ulong)_seconds);
        }

        if (_nanos != 0)
        {
            target[end++] = NanosTag;
            end = WriteVarint(target, end, (ulong)_nanos);
        }

        target[0] = AgeTag;
        target[1] = (byte)(end - 2);
        return WriteFlags(target, end);
    }

    private int WriteFlags(Span<byte> target, int end)
    {
        var start = end;
        end += 2;
        foreach (var (flag, message) in PredictionMessages.Flags)
        {
            if ((Flags & flag) != PredictionFlags.None)
            {
                target[end++] = (byte)message;
            }
        }

        if (end == start + 2)
        {
            return start;
        }

        target[start] = FlagsTag;
        target[start + 1] = (byte)(end - start - 2);
        return end;
    }

    private static int WriteVarint(Span<byte> target, int end, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            target[end++] = (byte)(value | 0x80);
        }

        target[end++] = (byte)value;
        return end;
    }
}

using System.Buffers.Binary;
using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Learning.Evaluation;

/// <summary>
/// Loss of a model by test minute: the mean over pairs of the squared forecast error in units of σ̂√V, and that of the martingale on
/// the same rows. As a file (<c>losses.bin</c>), little-endian:
/// <code>
/// 0   4 bytes  'B' 'Q' 'X' 'L'
/// 4   int32    format version, 1
/// 8   int32    window of the target, minutes
/// 12  int32    horizon, minutes
/// 16  int32    stride: market minutes between two rows of a pair
/// 20  int32    minutes, 1..1,000,000
/// 24  int32    numbers of the market minutes, increasing
/// …   float32  loss of the model, each ≥ 0
/// …   float32  loss of the martingale, each ≥ 0
/// </code>
/// </summary>
public sealed record LossSeries
{
    /// <summary>Most minutes that a series may hold: two years and a half of every minute.</summary>
    public const int MaxMinutes = 1_000_000;

    private const int Version = 1;
    private const int HeaderLength = 24;
    private const int MinuteLength = 12;

    /// <summary>What was predicted.</summary>
    public required Target Target { get; init; }

    /// <summary>Market minutes between two rows of a pair.</summary>
    public required int Stride { get; init; }

    /// <summary>Numbers of the market minutes, increasing.</summary>
    public required ImmutableArray<int> Numbers { get; init; }

    /// <summary>Loss of the model, one a minute.</summary>
    public required ImmutableArray<float> Model { get; init; }

    /// <summary>Loss of the martingale, one a minute.</summary>
    public required ImmutableArray<float> Martingale { get; init; }

    /// <summary>How many minutes there are.</summary>
    public int Count => Numbers.Length;

    private static ReadOnlySpan<byte> Magic => "BQXL"u8;

    /// <summary>Serializes.</summary>
    public byte[] Write()
    {
        var bytes = new byte[LengthOf(Count)];
        Magic.CopyTo(bytes);
        var writer = bytes.AsSpan(4);
        foreach (var value in (int[])[Version, Target.Window.Minutes, Target.Horizon.Minutes, Stride, Count, .. Numbers])
        {
            BinaryPrimitives.WriteInt32LittleEndian(writer, value);
            writer = writer[sizeof(int)..];
        }

        foreach (var value in (float[])[.. Model, .. Martingale])
        {
            BinaryPrimitives.WriteSingleLittleEndian(writer, value);
            writer = writer[sizeof(float)..];
        }

        return bytes;
    }

    /// <summary>Parses a whole file.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: not a file of this format.</exception>
    public static LossSeries Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith(Magic))
        {
            throw Bad($"does not begin with 'BQXL' and a header of {HeaderLength} bytes");
        }

        var reader = bytes[4..];
        Bounded(Take(ref reader), Version, Version, "format version");
        var window = Bounded(Take(ref reader), 1, Target.MaxMinutes, "window");
        var horizon = Bounded(Take(ref reader), 1, Target.MaxMinutes, "horizon");
        var stride = Bounded(Take(ref reader), 1, MarketCalendar.MinutesPerWeek, "stride");
        var count = Bounded(Take(ref reader), 1, MaxMinutes, "number of minutes");
        if (bytes.Length != LengthOf(count))
        {
            throw Bad($"has {bytes.Length} bytes: {count} minutes take {LengthOf(count)}");
        }

        return new LossSeries
        {
            Target = new Target(new Window(window), new Horizon(horizon)),
            Stride = stride,
            Numbers = TakeNumbers(ref reader, count),
            Model = TakeLosses(ref reader, count),
            Martingale = TakeLosses(ref reader, count),
        };
    }

    private static int LengthOf(int minutes) => HeaderLength + (minutes * MinuteLength);

    private static ImmutableArray<int> TakeNumbers(ref ReadOnlySpan<byte> reader, int count)
    {
        var numbers = ImmutableArray.CreateBuilder<int>(count);
        var last = -1;
        for (var i = 0; i < count; i++)
        {
            var number = Take(ref reader);
            if (number <= last || number >= MarketCalendar.Weeks * MarketCalendar.MinutesPerWeek)
            {
                throw Bad($"has minute {number} after {last}: minutes increase from 0 to the calendar's last");
            }

            numbers.Add(last = number);
        }

        return numbers.MoveToImmutable();
    }

    private static ImmutableArray<float> TakeLosses(ref ReadOnlySpan<byte> reader, int count)
    {
        var losses = ImmutableArray.CreateBuilder<float>(count);
        for (var i = 0; i < count; i++)
        {
            var loss = BitConverter.Int32BitsToSingle(Take(ref reader));
            if (!(loss >= 0) || !float.IsFinite(loss))
            {
                throw Bad($"has the loss {loss}: a loss is finite and not negative");
            }

            losses.Add(loss);
        }

        return losses.MoveToImmutable();
    }

    private static int Take(ref ReadOnlySpan<byte> reader)
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(reader);
        reader = reader[sizeof(int)..];
        return value;
    }

    private static int Bounded(int value, int least, int most, string what) => value >= least && value <= most
        ? value
        : throw Bad(least == most ? $"has {what} {value}: {least} is known" : $"has {what} {value}: {least} to {most} are allowed");

    private static FaultException Bad(string what) => new(Fault.InvalidInput, $"A series of losses {what}.");
}

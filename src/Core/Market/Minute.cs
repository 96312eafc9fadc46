namespace Bqx.Core;

/// <summary>
/// A UTC instant on a whole minute, as minutes since 1970-01-01T00:00Z. A bar is stamped with the minute at which it
/// closes (open + 1).
/// </summary>
public readonly record struct Minute(int Value) : IComparable<Minute>
{
    /// <summary>The instant itself.</summary>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeSeconds(Value * 60L);

    /// <summary>The instant as a UTC <see cref="DateTime"/>, as the database driver wants it.</summary>
    public DateTime ToDateTime() => DateTime.UnixEpoch.AddMinutes(Value);

    /// <summary>The last whole minute at or before an instant.</summary>
    public static Minute Floor(DateTimeOffset instant) =>
        new((int)Math.DivRem(instant.ToUnixTimeSeconds(), 60, out var rest) - (rest < 0 ? 1 : 0));

    /// <summary>The minute of an instant that lies on one.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: the instant has seconds.</exception>
    public static Minute Exact(DateTimeOffset instant)
    {
        var minute = Floor(instant);
        return minute.ToDateTimeOffset() == instant
            ? minute
            : throw new FaultException(Fault.InvalidInput, $"{instant:O} is not on a whole minute.");
    }

    /// <inheritdoc/>
    public int CompareTo(Minute other) => Value.CompareTo(other.Value);

    /// <summary>ISO 8601, UTC, such as <c>2017-12-29T21:55Z</c>.</summary>
    public override string ToString() => ToDateTime().ToString("yyyy-MM-dd'T'HH:mm'Z'");

    public static Minute operator +(Minute left, int minutes) => new(left.Value + minutes);

    public static Minute operator -(Minute left, int minutes) => new(left.Value - minutes);

    public static int operator -(Minute left, Minute right) => left.Value - right.Value;

    public static bool operator <(Minute left, Minute right) => left.Value < right.Value;

    public static bool operator >(Minute left, Minute right) => left.Value > right.Value;

    public static bool operator <=(Minute left, Minute right) => left.Value <= right.Value;

    public static bool operator >=(Minute left, Minute right) => left.Value >= right.Value;
}

using Bqx.Core;

namespace Bqx.Storage;

/// <summary>The columns of <c>bqx.m1</c>.</summary>
internal static class BarColumns
{
    /// <summary>All of them, in the order of <see cref="Write"/>.</summary>
    public static readonly IReadOnlyList<string> All = ["pair", "ts", "open", "high", "low", "close", "volume", "flags"];

    /// <summary>Adds a bar as a row.</summary>
    public static void Write(CopyBuffer rows, in Bar bar)
    {
        rows.StartRow(bar.Pair, bar.Close, 8);
        rows.Write(bar.OpenTicks);
        rows.Write(bar.HighTicks);
        rows.Write(bar.LowTicks);
        rows.Write(bar.CloseTicks);
        rows.Write(bar.Volume);
        rows.Write((short)bar.Flags);
    }
}

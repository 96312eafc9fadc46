using Bqx.Core;

namespace Bqx.Storage;

/// <summary>Minutes in SQL text.</summary>
internal static class MinuteSql
{
    /// <summary>The inside of a timestamptz literal.</summary>
    public static string ToSql(this Minute minute) => minute.ToDateTime().ToString("yyyy-MM-dd HH:mm'+00'");
}

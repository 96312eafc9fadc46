using System.Collections.Immutable;
using System.Text.Json;
using Bqx.Core;

namespace Bqx.Storage;

/// <summary>Labels of the type <c>bqx.bar_rejection</c>: the names of <see cref="BarRejection"/> in snake case.</summary>
internal static class RejectionNames
{
    private static readonly ImmutableArray<string> Names =
        [.. Enum.GetNames<BarRejection>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static string Of(BarRejection reason) => Names[(int)reason];

    public static BarRejection Parse(string label) => (BarRejection)Names.IndexOf(label);
}

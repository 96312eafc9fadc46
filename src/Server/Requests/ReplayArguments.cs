using System.Globalization;

namespace Bqx.Server.Requests;

/// <summary>What <c>./bqx requests replay</c> is asked.</summary>
/// <param name="Span">How far back.</param>
/// <param name="Limit">At most so many requests.</param>
/// <param name="Json">Whether the report is one JSON object.</param>
internal sealed record ReplayArguments(TimeSpan Span, int Limit, bool Json)
{
    private const int MaxHours = 100_000;

    /// <exception cref="UsageException">Wrong usage, with what would be right.</exception>
    public static ReplayArguments Parse(string[] args)
    {
        if (args is not ["replay", ..])
        {
            throw new UsageException($"'{string.Join(' ', args)}' is not a command of requests: ./bqx requests replay is one.");
        }

        var read = new ReplayArguments(TimeSpan.FromHours(24), 10_000, Json: false);
        for (var i = 1; i < args.Length; i++)
        {
            read = args[i] switch
            {
                "--json" => read with { Json = true },
                "--hours" => read with { Span = TimeSpan.FromHours(Number(args, ++i, MaxHours)) },
                "--limit" => read with { Limit = (int)Number(args, ++i, int.MaxValue) },
                _ => throw new UsageException($"'{args[i]}' is unknown: --hours N, --limit N and --json are right."),
            };
        }

        return read;
    }

    private static double Number(string[] args, int at, double most) =>
        at < args.Length && double.TryParse(args[at], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && value <= most
            ? value
            : throw new UsageException($"{args[at - 1]} wants a number above 0{(at < args.Length ? $", not '{args[at]}'" : "")}.");
}

using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Bqx.Core;
using Bqx.Learning.Splits;
using Bqx.Trainer.Studies;

namespace Bqx.Trainer.Commands.Training;

/// <summary>The options of a study.</summary>
internal sealed class StudyOptions
{
    private readonly Option<string[]> _pairs = new("--pairs")
    {
        Description = "Pairs to train heads for, such as EURUSD,GBPUSD. Default: all 28. Features and encoder are always those of all.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _window = new("--window")
    {
        Description = "What a fold may learn from: everything before it (expanding) or the last six months (rolling).",
        DefaultValueFactory = _ => "expanding",
    };

    private readonly Option<string?> _budget = new("--budget")
    {
        Description = "Time that the plan is cut to before the start, such as 45m or 2h. Default: nothing is cut.",
    };

    private readonly Option<int?> _stride = new("--stride") { Description = "Market minutes between two rows of a pair. Default: 15, or what the budget allows." };
    private readonly Option<string?> _from = new("--from") { Description = "Only bars after this instant (ISO 8601, UTC)." };
    private readonly Option<string?> _to = new("--to") { Description = "Only bars up to this instant (ISO 8601, UTC)." };
    private readonly Option<string> _name = new("--name") { Description = "Name of the packages.", DefaultValueFactory = _ => "bqx" };
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of every random choice.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _threads = new("--threads") { Description = "Threads to train with.", DefaultValueFactory = _ => 2 };

    public StudyOptions() => _window.AcceptOnlyFromAmong("expanding", "rolling");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_pairs, _window, _budget, _stride, _from, _to, _name, _seed, _threads])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="FaultException">One of them cannot be read; with what would be right.</exception>
    public StudyRequest Read(ParseResult parsed, StudyKind kind) => new()
    {
        Kind = kind,
        Name = parsed.GetValue(_name)!,
        Pairs = ParsePairs(parsed.GetValue(_pairs)),
        Window = parsed.GetValue(_window) == "rolling" ? WalkForwardWindow.Rolling : WalkForwardWindow.Expanding,
        Budget = ParseBudget(parsed.GetValue(_budget)),
        Stride = parsed.GetValue(_stride),
        From = CommonOptions.ParseInstant(parsed.GetValue(_from)),
        To = CommonOptions.ParseInstant(parsed.GetValue(_to)),
        Seed = parsed.GetValue(_seed),
        Threads = parsed.GetValue(_threads),
    };

    /// <summary>Reads a length of time: 90s, 45m, 2h; null stays null.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>.</exception>
    internal static TimeSpan? ParseBudget(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var seconds = text.Length < 2 ? 0 : text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            _ => 0,
        };
        return seconds > 0
            && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count * seconds is >= 1 and <= 30 * 86_400
                ? TimeSpan.FromSeconds(count * seconds)
                : throw new FaultException(
                    Fault.InvalidInput, $"'{FaultException.Excerpt(text)}' is not a budget: write 90s, 45m or 2h, at most 720h.");
    }

    private static ImmutableArray<Pair> ParsePairs(string[]? names) =>
        names is null or [] ? Pair.All : [.. names.SelectMany(name => name.Split(',')).Select(Pair.Parse).Distinct().Order()];
}

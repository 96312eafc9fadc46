using System.CommandLine;
using Bqx.Core;
using Bqx.Ingest;

namespace Bqx.Trainer.Commands;

/// <summary>The options that say how bar files are read.</summary>
internal sealed class FileOptionSet
{
    private readonly Option<string> _format = new("--format")
    {
        Description = "Layout of the files. Default: told from the first line.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string> _zone = new("--zone")
    {
        Description = $"Clock of the times: auto (found from the weeks' opens), {string.Join(", ", SourceZones.Names)}, EST, or such as Europe/Berlin.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string?> _pair = new("--pair") { Description = "Pair of all files. Default: found from their names." };

    private readonly Option<string?> _columns = new("--columns")
    {
        Description = "Which column holds what, by number or by name: time=1,open=2,high=3,low=4,close=5,volume=6 (or date= and time=).",
    };

    private readonly Option<string> _dates = new("--date-order")
    {
        Description = "Order in dates such as 01/02/2017: auto, day-first or month-first.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<bool> _spikes = new("--accept-spikes")
    {
        Description = $"Take prices more than {SpikeRule.Limit:P0} away that no later bar confirms, and do not quarantine them.",
    };

    public FileOptionSet()
    {
        _format.AcceptOnlyFromAmong([.. BarFormats.Names]);
        _dates.AcceptOnlyFromAmong("auto", "day-first", "month-first");
        Validate(_zone, text => text == "auto" ? null : SourceZones.Parse(text));
        Validate(_columns, ColumnMap.Parse);
        Validate(_pair, text => Pair.Parse(text));
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_format, _zone, _pair, _columns, _dates, _spikes])
        {
            command.Options.Add(option);
        }
    }

    public BarFileOptions Read(ParseResult parsed) => new(
        BarFormats.Parse(parsed.GetValue(_format)!),
        parsed.GetValue(_zone) is { } zone and not "auto" ? SourceZones.Parse(zone) : null,
        parsed.GetValue(_pair) is { } pair ? Pair.Parse(pair) : null)
    {
        Columns = parsed.GetValue(_columns) is { } columns ? ColumnMap.Parse(columns) : null,
        DateOrder = parsed.GetValue(_dates) switch
        {
            "day-first" => DateOrder.DayFirst,
            "month-first" => DateOrder.MonthFirst,
            _ => DateOrder.Auto,
        },
        AcceptSpikes = parsed.GetValue(_spikes),
    };

    private static void Validate(Option option, Func<string, object?> parse) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            try
            {
                parse(token.Value);
            }
            catch (FaultException fault)
            {
                result.AddError(fault.Message);
            }
        }
    });
}

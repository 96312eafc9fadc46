using System.CommandLine.Parsing;
using System.CommandLine;
using Bqx.Benching.Cli;
using Bqx.Benching.Machine;
using Bqx.Benching.Results;
using Bqx.LoadTests.Load;

namespace Bqx.LoadTests.Cli;

/// <summary>The generator on its own: open loop with --rate, closed loop with --callers, streams for subscribe.</summary>
internal sealed class LoadCommand
{
    private const string Name = "load";

    private readonly Argument<LoadMethod> _method = new("method")
    {
        Description = "What to call: predict, predict-batch, empty, subscribe, or model-infer (a bundle on one row).",
        CustomParser = ParseMethod,
    };

    private readonly Option<string> _address = new("--address")
    {
        Description = "http://HOST:PORT or unix:/PATH.",
        Required = true,
    };

    private readonly Option<int> _rate = Bounded("--rate", "Open loop: arrivals a second.", 0, 0, ArrivalSchedule.MaxRate);
    private readonly Option<int> _callers = Bounded("--callers", "Closed loop: calls in flight; subscribe: streams.", 8, 1, 10_000);
    private readonly Option<int> _seconds = Bounded("--seconds", "Length of the run.", 10, 1, 86_400);
    private readonly Option<int> _warmUp = Bounded("--warm-up", "Seconds of the same load before it, not counted.", 2, 0, 3_600);
    private readonly Option<int> _connections = Bounded("--connections", "HTTP/2 connections.", 1, 1, Load.Connections.Most);
    private readonly Option<int> _deadline = Bounded("--deadline-ms", "Deadline of each call.", 1_000, 1, 600_000);
    private readonly Option<int> _maxInFlight = Bounded(
        "--max-in-flight", "Open loop: arrivals beyond it are counted as NOT_SENT.", 10_000, 1, 100_000);

    private readonly Option<string[]> _pairs = new("--pairs")
    {
        Description = "Taken in turn by predict, sent together otherwise.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["EURUSD"],
    };

    private readonly Option<string> _model = new("--model")
    {
        Description = "Label or name@version; empty: production.",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<bool> _json = new("--json") { Description = "End with one line, one JSON object." };

    public static Command Create()
    {
        var self = new LoadCommand();
        var command = new Command(Name, "Open-loop or closed-loop load on a running server; exit code 1 when any call failed.")
        {
            self._method, self._address, self._rate, self._callers, self._seconds, self._warmUp, self._connections,
            self._deadline, self._maxInFlight, self._pairs, self._model, self._json,
        };
        command.SetAction(self.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            using var connections = new Connections(parsed.GetValue(_address)!, parsed.GetValue(_connections));
            var request = new LoadRequest(
                parsed.GetValue(_method),
                parsed.GetValue(_pairs)!,
                parsed.GetValue(_model)!,
                TimeSpan.FromMilliseconds(parsed.GetValue(_deadline)));
            var run = new LoadRun(connections, request, TimeProvider.System)
            {
                Rate = parsed.GetValue(_rate),
                Callers = parsed.GetValue(_callers),
                MaxInFlight = parsed.GetValue(_maxInFlight),
                Duration = TimeSpan.FromSeconds(parsed.GetValue(_seconds)),
                WarmUp = TimeSpan.FromSeconds(parsed.GetValue(_warmUp)),
            };
            var (series, figures) = await run.RunAsync(cancellationToken);
            var result = new BenchResult(
                Name,
                await GitCommit.DescribeAsync(RepositoryRoot.Find(), cancellationToken),
                MachineInfo.Describe(),
                TimeProvider.System.GetUtcNow(),
                [series],
                figures,
                new Dictionary<string, double>());
            await Console.Out.WriteLineAsync(parsed.GetValue(_json) ? BenchJson.Line(result) : BenchTable.Of(result));
            return figures[LoadRun.FailedKey] > 0 ? BenchCommand.Failed : 0;
        }
        catch (BenchException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return BenchCommand.Failed;
        }
    }

    private static LoadMethod ParseMethod(ArgumentResult result)
    {
        var name = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (!LoadMethodNames.All.TryGetValue(name, out var method))
        {
            result.AddError($"'{name}' is no method; there are: {string.Join(", ", LoadMethodNames.All.Keys)}.");
        }

        return method;
    }

    private static Option<int> Bounded(string name, string description, int usual, int low, int high)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.WithinBounds(low, high);
        return option;
    }
}

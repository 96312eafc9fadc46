using System.CommandLine;
using Bqx.LoadTests.Benches;
using Bqx.LoadTests.Machine;
using Bqx.LoadTests.Results;

namespace Bqx.LoadTests.Cli;

/// <summary>What all benches share: options, the report, and exit codes 0 (done), 1 (failed) and 2 (a tool is missing).</summary>
internal sealed class BenchCommand
{
    public const int Failed = 1;
    public const int ToolMissing = 2;

    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = "Interleaved rounds; ratios are medians over them.",
        DefaultValueFactory = _ => 5,
    };

    private readonly Option<double> _seconds = new("--seconds")
    {
        Description = "Length of one throughput run; a latency run takes half of it.",
        DefaultValueFactory = _ => 2,
    };

    private readonly Option<int[]> _concurrency;
    private readonly Option<bool> _json = new("--json") { Description = "End with one line, one JSON object." };
    private readonly Option<bool> _save = new("--save") { Description = "Write load-tests/results/NAME-DATE.json as well." };

    public BenchCommand(string name, string description, params int[] concurrency)
    {
        _concurrency = new Option<int[]>("--concurrency")
        {
            Description = "Calls in flight.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => concurrency,
        };
        Bound(_rounds, 1, 1_000);
        Bound(_seconds, 0.1, 600);
        _concurrency.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>() is not { Length: > 0 } values || values.Any(value => value is < 1 or > 1_000))
            {
                result.AddError("--concurrency takes numbers between 1 and 1000.");
            }
        });
        Command = new Command(name, description) { _rounds, _seconds, _concurrency, _json, _save };
    }

    public Command Command { get; }

    public void Runs(Func<string, ParseResult, BenchOptions, Action<string>, CancellationToken, Task<BenchOutcome>> bench) =>
        Command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await RunAsync(bench, parsed, cancellationToken);
            }
            catch (ToolMissingException missing)
            {
                await Console.Error.WriteLineAsync(missing.Message);
                return ToolMissing;
            }
            catch (BenchException fault)
            {
                await Console.Error.WriteLineAsync(fault.Message);
                return Failed;
            }
        });

    private async Task<int> RunAsync(
        Func<string, ParseResult, BenchOptions, Action<string>, CancellationToken, Task<BenchOutcome>> bench,
        ParseResult parsed,
        CancellationToken cancellationToken)
    {
        var root = RepositoryRoot.Find();
        var options = new BenchOptions(
            parsed.GetValue(_rounds),
            TimeSpan.FromSeconds(parsed.GetValue(_seconds)),
            parsed.GetValue(_concurrency)!);
        var outcome = await bench(root, parsed, options, Console.Error.WriteLine, cancellationToken);
        var result = new BenchResult(
            Command.Name,
            await GitCommit.DescribeAsync(root, cancellationToken),
            MachineInfo.Describe(),
            TimeProvider.System.GetUtcNow(),
            outcome.Series,
            outcome.Figures,
            outcome.Ratios);
        if (parsed.GetValue(_save))
        {
            await Console.Error.WriteLineAsync($"saved {await ResultFile.SaveAsync(root, result, cancellationToken)}");
        }

        foreach (var leftOut in outcome.LeftOut)
        {
            await Console.Error.WriteLineAsync(leftOut);
        }

        await Console.Out.WriteLineAsync(parsed.GetValue(_json) ? BenchJson.Line(result) : BenchTable.Of(result));
        return outcome.LeftOut.Count > 0 ? ToolMissing : 0;
    }

    private static void Bound<T>(Option<T> option, T low, T high)
        where T : IComparable<T> => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<T>() is { } value && (value.CompareTo(low) < 0 || value.CompareTo(high) > 0))
        {
            result.AddError($"{option.Name} is {value}; it lies between {low} and {high}.");
        }
    });
}

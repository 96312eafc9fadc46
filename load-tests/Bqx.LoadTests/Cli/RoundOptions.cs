using System.CommandLine;
using Bqx.Benching.Cli;
using Bqx.LoadTests.Benches;

namespace Bqx.LoadTests.Cli;

/// <summary>--rounds, --seconds and --concurrency of the benches that h2load drives.</summary>
internal sealed class RoundOptions
{
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

    public RoundOptions(Command command, params int[] concurrency)
    {
        _concurrency = new Option<int[]>("--concurrency")
        {
            Description = "Calls in flight.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => concurrency,
        };
        _rounds.WithinBounds(1, 1_000);
        _seconds.WithinBounds(0.1, 600);
        _concurrency.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>() is not { Length: > 0 } values || values.Any(value => value is < 1 or > 1_000))
            {
                result.AddError("--concurrency takes numbers between 1 and 1000.");
            }
        });
        command.Options.Add(_rounds);
        command.Options.Add(_seconds);
        command.Options.Add(_concurrency);
    }

    public BenchOptions Read(ParseResult parsed) => new(
        parsed.GetValue(_rounds), TimeSpan.FromSeconds(parsed.GetValue(_seconds)), parsed.GetValue(_concurrency)!);
}

using System.CommandLine;
using Bqx.Benching.Cli;
using Bqx.LoadTests.Chaos;

namespace Bqx.LoadTests.Cli;

internal static class ChaosCommand
{
    public static Command Create()
    {
        var usual = new ChaosOptions();
        var bench = new BenchCommand(
            "chaos",
            "Breaks Redis, PostgreSQL, a publisher and servers, one after the other, under load: failed calls and lost bars are to be 0.");
        var rounds = BoundedOption.Create("--rounds", "How often every fault comes.", usual.Rounds, 1_000);
        var seconds = BoundedOption.Create("--seconds", "How long a fault lasts.", (int)usual.Duration.TotalSeconds, 600);
        var rate = BoundedOption.Create("--rate", "Calls of Predict a second.", usual.Rate, 100_000);
        var only = new Option<string?>("--only") { Description = "Only faults whose names begin so, such as redis or postgres_cut." };
        foreach (var option in (Option[])[rounds, seconds, rate, only])
        {
            bench.Command.Options.Add(option);
        }

        bench.Runs((context, cancellationToken) => new ChaosRun(context.Root, context.Progress).RunAsync(
            new ChaosOptions
            {
                Rounds = context.Parsed.GetValue(rounds),
                Duration = TimeSpan.FromSeconds(context.Parsed.GetValue(seconds)),
                Only = context.Parsed.GetValue(only),
                Rate = context.Parsed.GetValue(rate),
            },
            cancellationToken));
        return bench.Command;
    }
}

using System.CommandLine;

using Bqx.Benching.Machine;
using Bqx.Benching.Results;

namespace Bqx.Benching.Cli;

/// <summary>What all benches share: the report, and exit codes 0 (done), 1 (failed) and 2 (a tool is missing).</summary>
internal sealed class BenchCommand
{
    public const int Failed = 1;
    public const int ToolMissing = 2;

    private readonly Option<bool> _json = new("--json") { Description = "End with one line, one JSON object." };
    private readonly Option<bool> _save = new("--save") { Description = "Write load-tests/results/NAME-DATE.json as well." };

    public BenchCommand(string name, string description) => Command = new Command(name, description) { _json, _save };

    public Command Command { get; }

    public void Runs(Func<BenchContext, CancellationToken, Task<BenchOutcome>> bench) =>
        Command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var context = new BenchContext(RepositoryRoot.Find(), parsed, Console.Error.WriteLine);
                var outcome = await bench(context, cancellationToken);
                await ReportAsync(context, outcome, cancellationToken);
                return outcome.LeftOut.Count > 0 ? ToolMissing : 0;
            }
            catch (BenchException fault)
            {
                await Console.Error.WriteLineAsync(fault.Message);
                return fault is ToolMissingException ? ToolMissing : Failed;
            }
        });

    private async Task ReportAsync(BenchContext context, BenchOutcome outcome, CancellationToken cancellationToken)
    {
        var result = new BenchResult(
            Command.Name,
            await GitCommit.DescribeAsync(context.Root, cancellationToken),
            MachineInfo.Describe(),
            TimeProvider.System.GetUtcNow(),
            outcome.Series,
            outcome.Figures,
            outcome.Ratios);
        if (context.Parsed.GetValue(_save))
        {
            context.Progress($"saved {await ResultFile.SaveAsync(context.Root, result, cancellationToken)}");
        }

        foreach (var leftOut in outcome.LeftOut)
        {
            context.Progress(leftOut);
        }

        await Console.Out.WriteLineAsync(context.Parsed.GetValue(_json) ? BenchJson.Line(result) : BenchTable.Of(result));
    }
}

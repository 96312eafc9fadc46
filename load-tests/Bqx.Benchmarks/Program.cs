using System.CommandLine;
using Bqx.Benchmarks.Features;
using Bqx.Benchmarks.Ingest;
using Bqx.Benchmarks.Train;

// "bench" may be left in front of the name of a benchmark.
var command = new RootCommand("Benchmarks of Bqx's parts, in process.") { FeaturesCommand.Create(), IngestCommand.Create(), TrainCommand.Create() };
return await command.Parse(args is ["bench", .. var rest] ? rest : args).InvokeAsync();

using System.CommandLine;
using Bqx.Trainer.Commands;
using Bqx.Trainer.Hosting;

var root = new RootCommand("The trainer of Bqx: loads bars, builds features, trains, packages and promotes models.");
root.Subcommands.Add(TrainCommand.Create());
root.Subcommands.Add(PackageCommand.Create());
root.Subcommands.Add(PromoteCommand.Create());
root.Subcommands.Add(RollbackCommand.Create());
root.Subcommands.Add(LabelsCommand.Create());
root.Subcommands.Add(UpCommand.Create());

return await TrainerApp.RunAsync(root, args);

using System.CommandLine;
using Bqx.Trainer.Commands;
using Bqx.Trainer.Commands.Features;
using Bqx.Trainer.Commands.Keys;
using Bqx.Trainer.Commands.Packages;
using Bqx.Trainer.Commands.Runs;
using Bqx.Trainer.Hosting;

var root = new RootCommand("The trainer of Bqx: loads bars, builds features, trains, packages and promotes models.")
{
    UpCommand.Create(),
    ServeCommand.Create(),
    IngestCommand.Create(),
    SyntheticCommand.Create(),
    DbCommand.Create(),
    FeaturesCommand.Create(),
    ExportCommand.Create(),
    TrainCommand.Create(),
    RunsCommand.Create(),
    PackageCommand.Create(),
    PromoteCommand.Create(),
    RollbackCommand.Create(),
    LabelsCommand.Create(),
    KeysCommand.Create(),
};

return await TrainerApp.RunAsync(root, args);

using System.CommandLine;
using Bqx.Trainer.Hosting;

var root = new RootCommand("The trainer of Bqx: loads bars, builds features, trains, packages and promotes models.");

return await TrainerApp.RunAsync(root, args);

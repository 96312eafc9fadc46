using System.CommandLine;

namespace Bqx.Trainer.Commands;

/// <summary><c>db</c>: care of the database.</summary>
internal static class DbCommand
{
    public static Command Create() => new("db", "Shows, migrates, rebuilds and trims the database.")
    {
        DbStatusCommand.Create(), DbMigrateCommand.Create(), DbRebuildCommand.Create(), DbRetentionCommand.Create(),
    };
}

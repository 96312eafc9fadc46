using System.Runtime.CompilerServices;
using Npgsql;

namespace Bqx.Storage;

/// <summary>Where queries run that only read and may be a little behind.</summary>
internal interface IReads
{
    /// <summary>Runs work on a connection; it may be run again on another one.</summary>
    Task<T> RunAsync<T>(
        Func<NpgsqlConnection, Task<T>> work,
        CancellationToken cancellationToken,
        [CallerFilePath] string file = "",
        [CallerMemberName] string member = "");
}

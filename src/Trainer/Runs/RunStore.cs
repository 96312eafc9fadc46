using System.Text.Json;
using System.Text.RegularExpressions;
using Bqx.Core;
using Bqx.Learning.Files;

namespace Bqx.Trainer.Runs;

/// <summary>
/// The folder of runs: <c>runs/ID/run.json</c> and <c>report.html</c> beside it. A file is written whole or not at all. Ids begin with the
/// time of the run, so that their order is that of time.
/// </summary>
internal sealed partial class RunStore(string home)
{
    /// <summary>The name of the run whose id sorts last.</summary>
    public const string Latest = "latest";

    private const string RecordName = "run.json";
    private const string ReportName = "report.html";
    private const int MaxBytes = 256 << 20;
    private const int MaxNamed = 10;

    private readonly string _root = Path.Combine(home, "runs");

    /// <summary>Folder of a run, whether it exists or not.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: no run can have this id.</exception>
    public string FolderOf(string id) => Id().IsMatch(id)
        ? Path.Combine(_root, id)
        : throw new FaultException(
            Fault.InvalidInput,
            $"'{FaultException.Excerpt(id)}' is not the id of a run: at most 80 letters, digits, '-', '_' and '.', such as 20171121-093000-all.");

    /// <summary>Where the report of a run lies, whether it exists or not.</summary>
    public string ReportOf(string id) => Path.Combine(FolderOf(id), ReportName);

    /// <summary>Writes the record of a run, over an earlier one of the same id.</summary>
    public Task WriteAsync(RunRecord run, CancellationToken cancellationToken) =>
        WriteAsync(Path.Combine(FolderOf(run.Id), RecordName), RunJson.Write(run), cancellationToken);

    /// <summary>Writes the report of a run.</summary>
    public Task WriteReportAsync(string id, string html, CancellationToken cancellationToken) =>
        WriteAsync(ReportOf(id), System.Text.Encoding.UTF8.GetBytes(html), cancellationToken);

    /// <summary>Ids of all runs, the oldest first.</summary>
    public IReadOnlyList<string> Ids() => !Directory.Exists(_root)
        ? []
        : [.. Directory.EnumerateDirectories(_root)
            .Where(folder => File.Exists(Path.Combine(folder, RecordName)))
            .Select(folder => Path.GetFileName(folder)!)
            .Where(id => Id().IsMatch(id))
            .Order(StringComparer.Ordinal)];

    /// <summary>The id of a run by the beginning of it that no other has, or by <see cref="Latest"/>.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there is no such run, or more than one.</exception>
    public string FindId(string name) => Find(name, Ids());

    /// <summary>Reads a run.</summary>
    /// <param name="name">Its id, the beginning of it that no other id has, or <see cref="Latest"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there is no such run, or more than one, or its file is damaged.</exception>
    public async Task<RunRecord> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var id = Find(name, Ids());
        var file = new FileInfo(Path.Combine(FolderOf(id), RecordName));
        if (file.Length > MaxBytes)
        {
            throw new FaultException(Fault.InvalidInput, $"{RecordName} of run {id} has {file.Length} bytes; at most {MaxBytes} are read.");
        }

        try
        {
            return RunJson.Read(await File.ReadAllBytesAsync(file.FullName, cancellationToken));
        }
        catch (JsonException error)
        {
            throw new FaultException(
                Fault.InvalidInput, $"{RecordName} of run {id} cannot be read: line {error.LineNumber + 1 ?? 1} is not what a run has there.", error);
        }
    }

    private static string Find(string name, IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
        {
            throw new FaultException(Fault.InvalidInput, "There is no run yet: 'train all' makes one.");
        }

        if (name == Latest)
        {
            return ids[^1];
        }

        var matches = ids.Where(id => id == name).Take(1).ToList();
        matches = matches.Count == 1 ? matches : [.. ids.Where(id => name.Length > 0 && id.StartsWith(name, StringComparison.Ordinal))];
        return matches.Count switch
        {
            1 => matches[0],
            0 => throw new FaultException(Fault.InvalidInput, $"There is no run '{FaultException.Excerpt(name)}': there are {Names(ids)}."),
            _ => throw new FaultException(Fault.InvalidInput, $"'{FaultException.Excerpt(name)}' may be {Names(matches)}: write more of the id."),
        };
    }

    private static string Names(IReadOnlyList<string> ids) =>
        string.Join(", ", ids.Reverse().Take(MaxNamed)) + (ids.Count > MaxNamed ? $" and {ids.Count - MaxNamed} older ones" : "");

    private static Task WriteAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return WholeFile.WriteAsync(path, bytes, cancellationToken);
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();
}

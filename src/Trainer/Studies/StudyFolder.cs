using Bqx.Core;
using Bqx.Learning.Files;

namespace Bqx.Trainer.Studies;

/// <summary>
/// The files of a study, <c>runs/&lt;id&gt;/</c>: its plan, what every finished stage left, checkpoints, the record and the report. A file
/// appears whole or not at all, so one that is there is a stage that need not run again.
/// </summary>
internal sealed class StudyFolder
{
    private const string PlanName = "plan.json";

    public StudyFolder(string path)
    {
        Root = path;
        Directory.CreateDirectory(path);
    }

    /// <summary>Where it is.</summary>
    public string Root { get; }

    /// <summary>The study's id: its folder's name.</summary>
    public string Id => Path.GetFileName(Root);

    /// <summary>Whether a study was begun here.</summary>
    public bool HasPlan => File.Exists(PathOf(PlanName));

    /// <summary>Path of a file; its folder exists.</summary>
    public string PathOf(string name)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Path of a folder, which exists.</summary>
    public string FolderOf(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    /// <summary>Writes a file whole.</summary>
    public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        WholeFile.WriteAsync(PathOf(name), content, cancellationToken);

    /// <summary>Content of a file; null where it is not there.</summary>
    public async Task<byte[]?> TryReadAsync(string name, CancellationToken cancellationToken) =>
        File.Exists(PathOf(name)) ? await File.ReadAllBytesAsync(PathOf(name), cancellationToken) : null;

    public Task WritePlanAsync(StudyPlan plan, CancellationToken cancellationToken) =>
        WriteAsync(PlanName, plan.Write(), cancellationToken);

    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there is no plan.</exception>
    public async Task<StudyPlan> ReadPlanAsync(CancellationToken cancellationToken) =>
        await TryReadAsync(PlanName, cancellationToken) is { } bytes
            ? StudyPlan.Read(bytes)
            : throw new FaultException(Fault.InvalidInput, $"The run '{Id}' has no {PlanName}: it was not begun by a study, or judges another run for a release.");
}

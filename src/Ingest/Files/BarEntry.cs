using System.IO.Compression;
using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>One table of bars: a file, plain or gzip, or a member of a zip file. It can be opened more than once.</summary>
/// <param name="Name">File name, with the member's name after it.</param>
/// <param name="Open">Opens the unpacked bytes.</param>
public sealed record BarEntry(string Name, Func<Stream> Open)
{
    private static readonly string[] Endings = [".csv", ".csv.gz", ".txt.gz", ".zip"];

    private const int MaxFiles = 100_000;
    private const int BufferSize = 64 * 1024;

    /// <summary>Opens the bytes that name the content: those of the file as it is, or those of the unpacked member.</summary>
    public Func<Stream> OpenContent { get; init; } = Open;

    /// <summary>The pair that the name speaks of, or null.</summary>
    public Pair? PairInName => PairNames.Find(Name);

    /// <summary>The tables of files and folders (searched to the bottom for .csv, .csv.gz and .zip), in order of name.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: nothing is there.</exception>
    public static IReadOnlyList<BarEntry> Find(IEnumerable<string> paths)
    {
        var entries = new List<BarEntry>();
        foreach (var path in paths)
        {
            var found = Directory.Exists(path) ? InFolder(path) : File.Exists(path) ? OfFile(path).ToList() : [];
            if (found.Count == 0)
            {
                throw new FaultException(
                    Fault.InvalidInput, $"'{FaultException.Excerpt(Path.GetFileName(path.TrimEnd('/')))}' holds no .csv, .csv.gz or .zip file of bars.");
            }

            entries.AddRange(found);
        }

        return entries;
    }

    private static List<BarEntry> InFolder(string path) =>
    [
        .. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(IsBarFile)
            .Take(MaxFiles)
            .Order(StringComparer.Ordinal)
            .SelectMany(OfFile),
    ];

    private static bool IsBarFile(string path) => Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<BarEntry> OfFile(string path)
    {
        var name = Path.GetFileName(path);
        if (path.EndsWith(".bi5", StringComparison.OrdinalIgnoreCase))
        {
            throw LayoutFinder.Bi5();
        }

        if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            return OfZip(path, name);
        }

        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? [new BarEntry(name, () => new GZipStream(OpenFile(path), CompressionMode.Decompress)) { OpenContent = () => OpenFile(path) }]
            : [new BarEntry(name, () => OpenFile(path))];
    }

    private static List<BarEntry> OfZip(string path, string name)
    {
        using var archive = OpenZip(path);
        var spreadsheet = archive.Entries.Any(member =>
            member.FullName == "xl/workbook.xml" || member.Name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase));
        List<BarEntry> tables =
        [
            .. archive.Entries
                .Where(member => member.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                .Select(member => new BarEntry($"{name}/{member.Name}", () => OpenMember(path, member.FullName))),
        ];
        return tables.Count > 0 || !spreadsheet
            ? tables
            : throw new FaultException(
                Fault.InvalidInput, $"'{FaultException.Excerpt(name)}' holds a spreadsheet: take the ASCII or MetaTrader download, or save it as CSV.");
    }

    private static FileStream OpenFile(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);

    private static ZipArchive OpenZip(string path)
    {
        try
        {
            return new ZipArchive(OpenFile(path), ZipArchiveMode.Read);
        }
        catch (InvalidDataException)
        {
            throw new FaultException(Fault.InvalidInput, $"'{FaultException.Excerpt(Path.GetFileName(path))}' is not a zip file.");
        }
    }

    private static ZipMemberStream OpenMember(string path, string member)
    {
        var archive = OpenZip(path);
        return new ZipMemberStream(archive, archive.GetEntry(member)!.Open());
    }
}

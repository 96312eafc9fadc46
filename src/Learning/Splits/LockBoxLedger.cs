using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bqx.Core;

namespace Bqx.Learning.Splits;

/// <summary>
/// Who opened a lock box when: a file of one JSON object a line, which is only ever appended to. A release opens it once; the line is
/// on disk before the key is handed out.
/// </summary>
/// <param name="path">The file; it is made by the first opening.</param>
/// <param name="clock">Time of the openings.</param>
public sealed class LockBoxLedger(string path, TimeProvider clock)
{
    private const int LongestName = 64;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>All openings so far.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: a line of the file is not an opening.</exception>
    public ImmutableArray<LockBoxEntry> Read()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Read(file);
    }

    /// <summary>Opens a lock box for a release, and writes that down.</summary>
    /// <exception cref="FaultException">
    /// <see cref="Fault.InvalidInput"/>: the release has opened one before, the request lacks something, or the file is damaged;
    /// <see cref="Fault.StorageUnavailable"/>: the file cannot be written, or is in use.
    /// </exception>
    public LockBoxKey Open(LockBox box, LockBoxRequest request)
    {
        Check(request);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (Read(file).FirstOrDefault(entry => entry.Release.Equals(request.Release, StringComparison.OrdinalIgnoreCase)) is { } before)
            {
                throw new FaultException(
                    Fault.InvalidInput,
                    $"Release '{before.Release}' opened the lock box at {before.Opened:u}, asked by {before.AskedBy}: a release opens it once. "
                    + "A model that was changed since is another release.");
            }

            var entry = new LockBoxEntry(
                request.Release, clock.GetUtcNow(), $"{box.Begin}", $"{box.End}", request.CodeVersion, request.DataHash, request.AskedBy);
            file.Seek(0, SeekOrigin.End);
            file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry, Json) + "\n"));
            file.Flush(flushToDisk: true);
            return new LockBoxKey(entry);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(Fault.StorageUnavailable, $"The ledger {path} cannot be written: {error.Message}");
        }
    }

    private static void Check(LockBoxRequest request)
    {
        var isName = request.Release.Length is > 0 and <= LongestName
            && request.Release.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
        if (!isName)
        {
            throw new FaultException(
                Fault.InvalidInput,
                $"'{FaultException.Excerpt(request.Release)}' is not the name of a release: up to {LongestName} letters, digits, '.', '_' and '-' are.");
        }

        if (new[] { request.CodeVersion, request.DataHash, request.AskedBy }.Any(string.IsNullOrWhiteSpace))
        {
            throw new FaultException(
                Fault.InvalidInput, $"Opening the lock box for '{request.Release}' needs a code version, a data hash and who asks.");
        }
    }

    private ImmutableArray<LockBoxEntry> Read(FileStream file)
    {
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        var entries = ImmutableArray.CreateBuilder<LockBoxEntry>();
        while (reader.ReadLine() is { } line)
        {
            entries.Add(Parse(line, entries.Count + 1));
        }

        return entries.DrainToImmutable();
    }

    private LockBoxEntry Parse(string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<LockBoxEntry>(line, Json) ?? throw new JsonException("It is null.");
        }
        catch (JsonException error)
        {
            throw new FaultException(
                Fault.InvalidInput, $"Line {number} of the ledger {path} is not an opening: {FaultException.Excerpt(error.Message)}");
        }
    }
}

using System.Globalization;
using Bqx.Core;
using Bqx.Features;
using Bqx.Parquet;
using Bqx.Trainer.Training;

namespace Bqx.Trainer.Exports;

/// <summary>The file of one pair and month while it is filled. A month is that of the bar's close, UTC.</summary>
internal sealed class MonthExport(string folder, Pair pair, DateTime month) : IDisposable
{
    private readonly FeatureParquetWriter _writer = new(pair, FeatureCatalogue.Schema.Names);

    public Pair Pair => pair;

    private string Month => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public void Add(Minute close, int ticks, VectorFlags flags, ReadOnlySpan<float> values) => _writer.Add(close, ticks, flags, values);

    /// <summary>Writes the file, unless it is there already.</summary>
    /// <param name="bars">Hash of all bars, of all pairs, that the values depend on.</param>
    public ExportResult Save(Digest bars)
    {
        var path = Path.Combine(folder, $"pair={pair}", $"month={Month}", "features.parquet");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bqx_fingerprint"] = $"{FeatureCatalogue.Schema.Fingerprint}",
            ["bqx_bars_sha256"] = $"{bars}",
            ["bqx_pair"] = pair.Name,
            ["bqx_month"] = Month,
            ["bqx_rows"] = _writer.Count.ToString(CultureInfo.InvariantCulture),
            ["bqx_code"] = CodeVersion.Current,
        };
        var kept = IsThere(path, metadata);
        if (!kept)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _writer.Save(path, metadata);
        }

        return new ExportResult(kept ? 0 : 1, kept ? 1 : 0, _writer.Count, new FileInfo(path).Length);
    }

    public void Dispose() => _writer.Dispose();

    private static bool IsThere(string path, Dictionary<string, string> metadata)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var reader = new ParquetReader();
        try
        {
            var known = reader.Metadata(path);
            return metadata.All(entry => entry.Key == "bqx_code" || known.GetValueOrDefault(entry.Key) == entry.Value);
        }
        catch (FaultException)
        {
            return false;
        }
    }
}

using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Bqx.Server.Telemetry;

/// <summary>
/// Metrics in the Prometheus text format, collected from every meter whose name begins with Bqx and that is of the server's own factory or of
/// none: other servers of the process show their own. Names: dots become underscores, the unit is appended (s → seconds, By → bytes), counters
/// end in _total.
/// </summary>
internal sealed class MetricsText : IDisposable
{
    /// <summary>Content type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const int MaxSeries = 4096;

    private readonly IMeterFactory _factory;
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();

    // In order of publication; guarded by the lock.
    private readonly List<MetricFamily> _families = [];

    /// <param name="factory">Makes the server's meters.</param>
    public MetricsText(IMeterFactory factory)
    {
        _factory = factory;

        // An instrument whose meter is disposed while it is observed has no state any more: it is gone.
        _listener.InstrumentPublished = OnPublished;
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => (state as MetricFamily)?.Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => (state as MetricFamily)?.Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => (state as MetricFamily)?.Record(value, tags));
        _listener.Start();
    }

    /// <summary>A histogram as it is now.</summary>
    public HistogramReading Read(Instrument histogram) => Families().First(family => ReferenceEquals(family.Instrument, histogram)).ToReading();

    /// <summary>All metrics as they are now.</summary>
    public string Write()
    {
        var families = Families();
        families.ForEach(family => family.BeforeObserving());
        _listener.RecordObservableInstruments();
        var text = new StringBuilder(4096);
        foreach (var family in families.OrderBy(family => family.Name, StringComparer.Ordinal))
        {
            family.Write(text);
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    internal static string Show(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private List<MetricFamily> Families()
    {
        lock (_lock)
        {
            return [.. _families];
        }
    }

    private void OnPublished(Instrument instrument, MeterListener listener)
    {
        if (!instrument.Meter.Name.StartsWith("Bqx", StringComparison.Ordinal)
            || (instrument.Meter.Scope is { } scope && !ReferenceEquals(scope, _factory)))
        {
            return;
        }

        var family = new MetricFamily(instrument, MaxSeries);
        lock (_lock)
        {
            // Instruments of several meters that have one name are one metric.
            if (_families.Find(known => known.Name == family.Name) is { } known)
            {
                family = known;
            }
            else
            {
                _families.Add(family);
            }
        }

        listener.EnableMeasurementEvents(instrument, family);
    }
}

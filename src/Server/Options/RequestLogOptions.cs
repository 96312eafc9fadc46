using System.ComponentModel.DataAnnotations;

namespace Bqx.Server;

/// <summary>Which requests are kept to be answered again (section <c>RequestLog</c>).</summary>
public sealed class RequestLogOptions
{
    public const string Section = "RequestLog";

    /// <value>Share of the Predict and PredictVector calls that is kept. Default 0: none.</value>
    [Range(0.0, 1.0)]
    public double Share { get; set; }

    /// <value>Requests that may wait to be written; further ones are dropped. Default 1,024.</value>
    [Range(1, 100_000)]
    public int Capacity { get; set; } = 1_024;

    /// <value>How long they are gathered before they are written together. Default 1 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan WriteEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <value>How long they are kept. Default 7 days.</value>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);
}

using System.ComponentModel.DataAnnotations;

namespace Bqx.Server;

/// <summary>How much is served at a time (section <c>Admission</c>). Reads of the published snapshot are never held up by it.</summary>
public sealed class AdmissionOptions
{
    public const string Section = "Admission";

    /// <value>Calls that run a model, or search, at the same time. Default 64: as many as make a batch.</value>
    [Range(1, 1_024)]
    public int Concurrency { get; set; } = 64;

    /// <value>Of those, explanations and history. Default: one for two cores.</value>
    [Range(1, 1_024)]
    public int Background { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <value>Such calls that may wait, of each priority; more are shed. Default 256.</value>
    [Range(0, 100_000)]
    public int Queue { get; set; } = 256;

    /// <value>Streams that may be open at the same time, of all methods; more are shed. Default 10,000.</value>
    [Range(1, 1_000_000)]
    public int Streams { get; set; } = 10_000;
}

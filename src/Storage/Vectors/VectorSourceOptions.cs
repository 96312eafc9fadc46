using System.ComponentModel.DataAnnotations;

namespace Bqx.Storage;

/// <summary>Pace of a <see cref="VectorSource"/>.</summary>
public sealed record VectorSourceOptions
{
    /// <summary>How long after its close a vector is fresh: a bar a minute, and time to compute and carry it.</summary>
    /// <value>75 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan FreshFor { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>How often all pairs are looked for in Redis beside what is told, and how often PostgreSQL is asked at most.</summary>
    /// <value>1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(1);
}

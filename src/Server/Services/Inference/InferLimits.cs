using Bqx.Core;

namespace Bqx.Server.Services.Inference;

/// <summary>How much one request of the Open Inference Protocol may ask.</summary>
internal static class InferLimits
{
    /// <summary>Most rows of a request.</summary>
    public const int Rows = 1024;

    /// <summary>Rows of one run: between runs of a large request others have their turn.</summary>
    public const int RowsOfRun = Pair.Count;

    /// <summary>Most characters of a request's id.</summary>
    public const int IdLength = 1024;
}

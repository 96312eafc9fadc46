namespace Bqx.Learning.Neural;

/// <summary>Rows of data for a network, numbered from 0.</summary>
internal interface IBatchSource
{
    /// <summary>How many rows there are.</summary>
    int Rows { get; }

    /// <summary>Writes rows in the given order.</summary>
    /// <param name="rows">At most as many as the buffers hold.</param>
    /// <param name="buffers">One array for each input and target.</param>
    void Fill(ReadOnlySpan<int> rows, BatchBuffers buffers);
}

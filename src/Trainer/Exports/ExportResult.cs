namespace Bqx.Trainer.Exports;

/// <summary>What was exported.</summary>
/// <param name="Written">Files written.</param>
/// <param name="Kept">Files that were there with the same bars, catalogue and rows.</param>
/// <param name="Rows">Rows of all of them.</param>
/// <param name="Bytes">Bytes of all of them.</param>
internal readonly record struct ExportResult(int Written, int Kept, long Rows, long Bytes)
{
    public static ExportResult operator +(ExportResult one, ExportResult other) =>
        new(one.Written + other.Written, one.Kept + other.Kept, one.Rows + other.Rows, one.Bytes + other.Bytes);
}

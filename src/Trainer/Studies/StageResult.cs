using System.Text;

namespace Bqx.Trainer.Studies;

/// <summary>What a stage of a fold leaves: forecasts of the blocks that it was not fitted on, and notes.</summary>
internal sealed record StageResult(BlockForecasts Forecasts, StageNotes Notes)
{
    /// <summary>Length of the notes as int32, the notes as JSON, then a <see cref="ForecastFile"/>.</summary>
    public byte[] Write()
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            var notes = StudyJson.Write(Notes);
            writer.Write(notes.Length);
            writer.Write(notes);
            writer.Write(Forecasts.Write());
        }

        return stream.ToArray();
    }

    public static StageResult Read(byte[] bytes)
    {
        var length = BitConverter.ToInt32(bytes);
        var notes = StudyJson.Read<StageNotes>("list of notes", bytes.AsSpan(sizeof(int), length));
        return new StageResult(BlockForecasts.Read(bytes[(sizeof(int) + length)..]), notes);
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Bqx.Core;

namespace Bqx.Trainer.Studies;

/// <summary>Reads and writes a plan: snake_case, indented, the same bytes for the same plan.</summary>
internal static class StudyPlanJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static byte[] Write(StudyPlan plan) => JsonSerializer.SerializeToUtf8Bytes(plan, Options);

    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: this is not a plan.</exception>
    public static StudyPlan Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var plan = JsonSerializer.Deserialize<StudyPlan>(json, Options);
            return plan is { Format: 1 }
                ? plan
                : throw new FaultException(Fault.InvalidInput, $"The plan has format {plan?.Format}: 1 is known.");
        }
        catch (JsonException error)
        {
            throw new FaultException(Fault.InvalidInput, $"The plan is not valid at line {error.LineNumber + 1}: {error.Path}", error);
        }
    }
}

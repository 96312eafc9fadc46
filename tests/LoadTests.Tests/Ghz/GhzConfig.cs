using System.Text.Json;
using Bqx.Benching.Machine;
using Google.Protobuf.Reflection;

namespace Bqx.LoadTests.Tests.Ghz;

/// <summary>A file of load-tests/ghz and the method that it calls.</summary>
internal sealed record GhzConfig(string File, JsonElement Json)
{
    private static readonly FileDescriptor[] Contract =
    [
        V1.PredictionReflection.Descriptor, V1.BarsReflection.Descriptor, V1.ModelsReflection.Descriptor,
        V1.DiagnosticsReflection.Descriptor, V1.MonitorReflection.Descriptor,
    ];

    public static IReadOnlyList<MethodDescriptor> AllMethods { get; } =
        [.. Contract.SelectMany(file => file.Services).SelectMany(service => service.Methods)];

    public static IReadOnlyList<GhzConfig> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Find(), "load-tests", "ghz"), "*.json").Order()
            .Select(file => new GhzConfig(Path.GetFileName(file), JsonDocument.Parse(System.IO.File.ReadAllText(file)).RootElement)),
    ];

    public string Call => Json.GetProperty("call").GetString()!;

    public MethodDescriptor? Method => AllMethods.SingleOrDefault(method => method.FullName == Call);

    public override string ToString() => File;
}

using System.Diagnostics;
using System.Text.Json;
using Bqx.Core;
using Bqx.Features;
using Bqx.Learning.Packaging;
using Bqx.TestKit;
using Bqx.Trainer.Packages;

namespace Bqx.Trainer.Tests.Packages;

public sealed class StandaloneExportTests : IDisposable
{
    private static readonly Pair Eurusd = Pair.Parse("EURUSD");

    private readonly string _folder = Directory.CreateTempSubdirectory("bqx-export-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Model => Path.Combine(_folder, "fx_eurusd", "1", "model.onnx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The bundle's probe was computed by the encoder and then the head of each pair.
    [Fact]
    public async Task Run_OnePair_ComputesWhatEncoderAndHeadDo()
    {
        (await ExportAsync(Eurusd)).ShouldBe(["fx_eurusd"]);

        var probe = ProbeFile.Read(Samples.Bundle.Bundle.Files[PackageFileNames.Probe].Span);
        using var session = new ServingSession(await File.ReadAllBytesAsync(Model, Stop), FeatureCatalogue.Schema.Count);
        var outputs = new ModelOutput[1];
        session.Predict(probe.Features.Slice(Eurusd.Index * probe.FeatureCount, probe.FeatureCount), outputs);
        var numbers = ModelOutput.Numbers(outputs);
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i].ShouldBe(probe.Outputs.Span[(Eurusd.Index * ModelOutput.Count) + i], 1e-6f);
        }
    }

    [Fact]
    public async Task Run_OnePair_IsLaidOutForTriton()
    {
        await ExportAsync(Eurusd);

        Directory.GetFileSystemEntries(Path.Combine(_folder, "fx_eurusd")).Select(Path.GetFileName).Order().ShouldBe(["1", "config.pbtxt"]);
        (await File.ReadAllTextAsync(Path.Combine(_folder, "fx_eurusd", "config.pbtxt"), Stop)).ShouldBe(
            """
            name: "fx_eurusd"
            backend: "onnxruntime"
            max_batch_size: 1024
            input [
              { name: "features" data_type: TYPE_FP32 dims: [ 802 ] }
            ]
            output [
              { name: "bqx" data_type: TYPE_FP32 dims: [ 1 ] },
              { name: "log_rv" data_type: TYPE_FP32 dims: [ 1 ] },
              { name: "regime" data_type: TYPE_FP32 dims: [ 5 ] }
            ]

            """);
    }

    [Fact]
    public async Task Run_SameVersionAgain_IsRefused()
    {
        await ExportAsync(Eurusd);

        (await Should.ThrowAsync<FaultException>(() => ExportAsync(Eurusd))).Message
            .ShouldBe("fx_eurusd has a version 1 there already: export to another folder.");
    }

    [Fact]
    public async Task Run_PartOfABundle_IsRefused()
    {
        var export = new StandaloneExport(await Samples.RepositoryAsync(Samples.Bundle.All));

        (await Should.ThrowAsync<FaultException>(() => export.RunAsync(new ModelId("fx-eurusd", 1), _folder, null, Stop)))
            .Message.ShouldBe("fx-eurusd@1 does not predict by itself: export the bundle that it belongs to.");
    }

    [Fact]
    public async Task Model_InOnnxRuntimeOfNode_GivesTheProbe()
    {
        Require.That(
            Directory.Exists(Path.Combine(TestRepository.Root, "node_modules", "onnxruntime-node")),
            "The npm package onnxruntime-node is missing: run 'npm ci --ignore-scripts'.");
        await ExportAsync(Eurusd);
        var probe = ProbeFile.Read(Samples.Bundle.Heads[Eurusd.Index].Files[PackageFileNames.Probe].Span);
        var width = FeatureCatalogue.Schema.Count;
        var rows = Enumerable.Range(0, probe.Rows).SelectMany(row => probe.Features.Slice(row * probe.FeatureCount, width).ToArray());

        var answer = await RunNodeAsync(JsonSerializer.Serialize(new { width, rows }));

        for (var row = 0; row < probe.Rows; row++)
        {
            var expected = probe.Outputs.Slice(row * ModelOutput.Count, ModelOutput.Count).ToArray();
            answer.GetProperty("bqx")[row].GetSingle().ShouldBe(expected[0], 1e-5f);
            answer.GetProperty("log_rv")[row].GetSingle().ShouldBe(expected[1], 1e-5f);
            for (var k = 0; k < RegimeProbabilities.Count; k++)
            {
                answer.GetProperty("regime")[(row * RegimeProbabilities.Count) + k].GetSingle().ShouldBe(expected[2 + k], 1e-5f);
            }
        }
    }

    private async Task<IReadOnlyList<string>> ExportAsync(Pair pair) =>
        await new StandaloneExport(await Samples.RepositoryAsync(Samples.Bundle.All)).RunAsync(Samples.BundleId, _folder, pair, Stop);

    private async Task<JsonElement> RunNodeAsync(string input)
    {
        var script = Path.Combine(TestRepository.Root, "tests", "Trainer.Tests", "Packages", "scripts", "predict.js");
        using var process = Process.Start(new ProcessStartInfo("node", [script, Model])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Stop);
        process.ExitCode.ShouldBe(0, await errors);
        return JsonDocument.Parse(await output).RootElement;
    }
}

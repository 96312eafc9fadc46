using System.Buffers.Binary;
using Bqx.Core;
using Bqx.Features;
using Bqx.Learning.Packaging;
using Bqx.OpenInference;
using Bqx.Plugins.Hosting;
using Bqx.Plugins.NoOp;
using Bqx.Plugins.Onnx;
using Bqx.Server.Services.Inference;
using Google.Protobuf;
using ModelOutput = Bqx.Core.ModelOutput;

namespace Bqx.Server.Tests.Doubles;

/// <summary>The bundle <c>fx@1</c>, which serves, and the runner of callers' tensors.</summary>
internal sealed class InferRig : IDisposable
{
    public const int Features = 802;
    public const int HeadWidth = 866;

    private InferRig(ModelHost host, SampleBundle bundle, TimeProvider time)
    {
        (Host, Bundle) = (host, bundle);
        Runner = new InferRunner(host, TestMeters.Prediction(), time);
    }

    public ModelHost Host { get; }

    public SampleBundle Bundle { get; }

    public InferRunner Runner { get; }

    public static async Task<InferRig> CreateAsync(TimeProvider? time = null)
    {
        var bundle = RealPackages.Bundle("fx");
        IEnumerable<IModelPlugin> plugins = [.. OnnxModelPlugin.ForAllKinds(new OnnxPluginOptions()), new NoOpPlugin()];
        var host = new ModelHost(
            await RealPackages.RepositoryAsync(bundle.All), FeatureCatalogue.Schema, new PackageLimits(), plugins);
        var model = await host.LoadAsync(bundle.Bundle.Manifest.Id, default);
        await host.ServeAsync(new Dictionary<string, LoadedModel> { ["production"] = model }, default);
        return new InferRig(host, bundle, time ?? TimeProvider.System);
    }

    /// <summary>Rows of numbers between −1 and 1.</summary>
    public static float[] Rows(int rows, int width, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows * width).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    /// <summary>As clients of other inference servers send it.</summary>
    public static ModelInferRequest Raw(string model, float[] values, int width) => new()
    {
        ModelName = model,
        Inputs = { Input(values, width) },
        RawInputContents = { ByteString.CopyFrom(Bytes(values)) },
    };

    public static ModelInferRequest Typed(string model, float[] values, int width)
    {
        var input = Input(values, width);
        input.Contents = new InferTensorContents { Fp32Contents = { values } };
        return new ModelInferRequest { ModelName = model, Inputs = { input } };
    }

    public static byte[] Bytes(ReadOnlySpan<float> values)
    {
        var bytes = new byte[values.Length * 4];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        }

        return bytes;
    }

    public static float[] Floats(ByteString bytes) =>
        [.. bytes.ToByteArray().Chunk(4).Select(four => BinaryPrimitives.ReadSingleLittleEndian(four))];

    /// <summary>What a head says of rows of 866 numbers, by the trainer's own means.</summary>
    public ModelOutput[] Expected(string pair, float[] values)
    {
        using var session = new ServingSession(
            Bundle.Heads[Pair.Parse(pair).Index].Files[PackageFileNames.Model].ToArray(), HeadWidth);
        var outputs = new ModelOutput[values.Length / HeadWidth];
        session.Predict(values, outputs);
        return outputs;
    }

    public void Dispose() => Host.Dispose();

    private static ModelInferRequest.Types.InferInputTensor Input(float[] values, int width) =>
        new() { Name = "features", Datatype = "FP32", Shape = { values.Length / width, width } };
}

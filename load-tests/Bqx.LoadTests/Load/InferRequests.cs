using System.Runtime.InteropServices;
using Bqx.Features;
using Google.Protobuf;

namespace Bqx.LoadTests.Load;

/// <summary>Requests of ModelInfer: one row of made-up numbers, raw.</summary>
internal static class InferRequests
{
    /// <summary>Numbers that the net of a pair reads: the features, then the embedding.</summary>
    public const int HeadInputs = 866;

    private const string Production = "production";

    /// <summary>For the encoder and then the net of a pair.</summary>
    /// <param name="model">A label or a bundle's name; empty: production.</param>
    /// <param name="pair">Whose net.</param>
    public static OpenInference.ModelInferRequest OfBundle(string model, string pair)
    {
        var request = Of(model.Length == 0 ? Production : model, FeatureCatalogue.Schema.Count);
        request.Parameters.Add("pair", new OpenInference.InferParameter { StringParam = pair });
        return request;
    }

    /// <summary>For one net.</summary>
    public static OpenInference.ModelInferRequest OfHead(string model) => Of(model, HeadInputs);

    private static OpenInference.ModelInferRequest Of(string model, int width)
    {
        var random = new Random(1);
        var row = new float[width];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = random.NextSingle() - 0.5f;
        }

        return new OpenInference.ModelInferRequest
        {
            ModelName = model,
            Inputs =
            {
                new OpenInference.ModelInferRequest.Types.InferInputTensor { Name = "features", Datatype = "FP32", Shape = { 1, width } },
            },
            RawInputContents = { ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(row)) },
        };
    }
}

namespace Bqx.LoadTests.Load;

/// <summary>The calls that the generator can make.</summary>
internal enum LoadMethod
{
    Predict,
    PredictBatch,
    Empty,
    Subscribe,
    ModelInfer,
}

internal static class LoadMethodNames
{
    /// <summary>How each is written on the command line and in results.</summary>
    public static readonly IReadOnlyDictionary<string, LoadMethod> All = new Dictionary<string, LoadMethod>(StringComparer.Ordinal)
    {
        ["predict"] = LoadMethod.Predict,
        ["predict-batch"] = LoadMethod.PredictBatch,
        ["empty"] = LoadMethod.Empty,
        ["subscribe"] = LoadMethod.Subscribe,
        ["model-infer"] = LoadMethod.ModelInfer,
    };

    public static string NameOf(LoadMethod method) => All.Single(pair => pair.Value == method).Key;
}

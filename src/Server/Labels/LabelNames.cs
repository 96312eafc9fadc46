namespace Bqx.Server.Labels;

/// <summary>Labels that the server treats in a way of their own; every other one is served to who asks for it by name.</summary>
internal static class LabelNames
{
    /// <summary>Answers a share of the clients that name no model, always the same ones.</summary>
    public const string Canary = "canary";

    /// <summary>Computes beside the others and answers nobody.</summary>
    public const string Shadow = "shadow";
}

namespace Bqx.Core;

/// <summary>What a caller may do. No role contains another: a key names each that it has.</summary>
[Flags]
public enum ApiRoles
{
    None = 0,

    /// <summary>Read predictions, bars and quality; run models on one's own values.</summary>
    Predict = 1,

    /// <summary>Send bars.</summary>
    Ingest = 2,

    /// <summary>Load, promote, roll back and unload models.</summary>
    Admin = 4,
}

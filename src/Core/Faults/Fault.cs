namespace Bqx.Core;

/// <summary>Every way in which the system says no. One table maps it to the transport's status.</summary>
public enum Fault
{
    InvalidInput,
    UnknownPair,
    UnknownModel,
    SchemaMismatch,
    FeatureMissing,
    FeatureStale,
    Overloaded,
    DeadlineExceeded,
    Cancelled,
    ModelFailed,
    StorageUnavailable,
    Unauthenticated,
    Forbidden,
}

namespace Bqx.Core;

/// <summary>Life of a loaded package: Verifying → Warming → Ready → Draining → Unloaded, or Failed with a reason.</summary>
public enum ModelState
{
    Verifying,
    Warming,
    Ready,
    Draining,
    Unloaded,
    Failed,
}

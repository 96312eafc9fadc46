using System.Diagnostics.CodeAnalysis;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>Refusal of a package.</summary>
internal static class Refuse
{
    public static void If([DoesNotReturnIf(true)] bool wrong, string reason)
    {
        if (wrong)
        {
            throw Because(reason);
        }
    }

    public static FaultException Because(string reason) => new(Fault.ModelFailed, reason);
}

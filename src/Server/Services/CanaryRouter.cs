using Bqx.Server.Labels;
using Bqx.Server.Predictions;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Services;

/// <summary>
/// Which label answers a call that names no model: the canary for a share of the clients, the same ones on every replica and at every call.
/// A greater share keeps the clients of a smaller one. A call that names its model gets that.
/// </summary>
internal sealed class CanaryRouter(IOptions<CanaryOptions> options)
{
    private readonly double _share = options.Value.Share;

    /// <summary>The model to answer with.</summary>
    /// <param name="asked">What the call names; empty for none.</param>
    /// <param name="snapshot">What is served.</param>
    /// <param name="context">The call; not looked at unless there is a canary to choose.</param>
    public string Route(string asked, PredictionSnapshot snapshot, ServerCallContext context) =>
        asked.Length == 0 && _share > 0 && snapshot.HasCanary && ClientKey.Position(ClientKey.Of(context)) < _share ? LabelNames.Canary : asked;
}

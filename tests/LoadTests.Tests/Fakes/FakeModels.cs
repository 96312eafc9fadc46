using Bqx.V1;
using Grpc.Core;

namespace Bqx.LoadTests.Tests.Fakes;

internal sealed class FakeModels(FakeState state) : Models.ModelsBase
{
    public override Task<ListModelsReply> List(ListModelsRequest request, ServerCallContext context) =>
        Task.FromResult(state.Models);

    public override Task<ModelLabel> Promote(PromoteModelRequest request, ServerCallContext context)
    {
        if (state.Promotion.StatusCode != StatusCode.OK)
        {
            throw new RpcException(state.Promotion);
        }

        state.Promoted.Enqueue($"{request.Label} {request.Model}");
        return Task.FromResult(new ModelLabel { Label = request.Label, Current = request.Model });
    }
}

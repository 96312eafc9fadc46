using Bqx.Core;
using Bqx.Server.Explaining;
using Google.Protobuf.WellKnownTypes;

namespace Bqx.Server.Services;

/// <summary>Explanations as messages.</summary>
internal static class ExplainMessages
{
    public static V1.ExplainReply Of(Explanation explanation)
    {
        var reply = new V1.ExplainReply
        {
            Pair = explanation.Pair.Name,
            Close = Timestamp.FromDateTimeOffset(explanation.Close.ToDateTimeOffset()),
            Model = new V1.ModelVersion
            {
                Name = explanation.Model.Id.Name, Version = explanation.Model.Id.Version, Digest = explanation.Model.Digest.ToString(),
            },
            Bqx = explanation.Output.Bqx,
            LogRv = explanation.Output.LogRv,
            Regime = PredictionMessages.Of(explanation.Output.Regime),
        };
        reply.Families.AddRange(explanation.Families.Select(family => Of(family, explanation.Output)));
        return reply;
    }

    private static V1.FamilyEffect Of(FamilyOcclusion occlusion, ModelOutput output)
    {
        var effect = new V1.FamilyEffect
        {
            Family = occlusion.Family.Name,
            Features = occlusion.Family.Positions.Length,
            Bqx = (double)output.Bqx - occlusion.Output.Bqx,
            LogRv = (double)output.LogRv - occlusion.Output.LogRv,
        };
        for (var one = 0; one < RegimeProbabilities.Count; one++)
        {
            effect.Regime.Add(output.Regime[one] - occlusion.Output.Regime[one]);
        }

        return effect;
    }
}

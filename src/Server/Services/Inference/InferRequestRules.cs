using Bqx.Core;
using Bqx.Plugins.Hosting;
using Google.Protobuf.Collections;
using static Bqx.OpenInference.ModelInferRequest.Types;

namespace Bqx.Server.Services.Inference;

/// <summary>What a request may say besides its input.</summary>
internal static class InferRequestRules
{
    /// <summary>Name of the parameter that says whose head of a bundle is run.</summary>
    public const string PairParameter = "pair";

    /// <summary>Refuses an id that is too long to come back.</summary>
    public static void CheckId(string id)
    {
        if (id.Length > InferLimits.IdLength)
        {
            throw Wrong($"The id has {id.Length} characters: at most {InferLimits.IdLength} come back.");
        }
    }

    /// <summary>The pair whose rows are sent; that of index 0 where the model does not ask.</summary>
    public static Pair PairOf(ServedGraph graph, MapField<string, OpenInference.InferParameter> parameters)
    {
        if (parameters.Count == 0 && !graph.NeedsPair)
        {
            return Pair.All[0];
        }

        foreach (var name in parameters.Keys)
        {
            if (name != PairParameter)
            {
                throw Wrong($"Parameter '{FaultException.Excerpt(name)}' is not known: '{PairParameter}' alone is, for bundles.");
            }
        }

        if (!parameters.TryGetValue(PairParameter, out var pair))
        {
            throw Wrong($"{graph.Id} is a bundle: parameter '{PairParameter}' must say whose head to run, such as EURUSD.");
        }

        if (!graph.NeedsPair)
        {
            throw Wrong($"{graph.Id} is not a bundle: it takes no parameter '{PairParameter}'.");
        }

        return pair.ParameterChoiceCase == OpenInference.InferParameter.ParameterChoiceOneofCase.StringParam
            ? Pair.Parse(pair.StringParam)
            : throw Wrong($"Parameter '{PairParameter}' is not a text: write it as string_param.");
    }

    /// <summary>Positions of the outputs that are wanted, in the order of the answer; null: all.</summary>
    public static int[]? OutputsOf(ServedGraph graph, RepeatedField<InferRequestedOutputTensor> wanted)
    {
        var outputs = graph.Outputs;
        if (wanted.Count == 0)
        {
            return null;
        }

        if (wanted.Count > outputs.Length)
        {
            throw Wrong($"{wanted.Count} outputs are asked for: this model has {outputs.Length}.");
        }

        var positions = new int[wanted.Count];
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = PositionOf(outputs, wanted[i]);
            if (positions.AsSpan(0, i).Contains(positions[i]))
            {
                throw Wrong($"Output '{wanted[i].Name}' is asked for twice.");
            }
        }

        return positions;
    }

    private static int PositionOf(IReadOnlyList<ServedOutput> outputs, InferRequestedOutputTensor wanted)
    {
        for (var k = 0; k < outputs.Count; k++)
        {
            if (outputs[k].Schema.Name == wanted.Name)
            {
                return wanted.Parameters.Count == 0
                    ? k
                    : throw Wrong($"Output '{wanted.Name}' has parameters: none is known, neither classification nor shared memory is served.");
            }
        }

        throw Wrong(
            $"This model has no output '{FaultException.Excerpt(wanted.Name)}': it has {string.Join(", ", outputs.Select(output => output.Schema.Name))}.");
    }

    private static FaultException Wrong(string message) => new(Fault.InvalidInput, message);
}

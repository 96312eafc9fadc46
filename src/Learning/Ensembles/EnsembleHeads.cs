using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Onnx;
using Bqx.Learning.Packaging;

namespace Bqx.Learning.Ensembles;

/// <summary>
/// Experts in one graph, their answers added by weight. Volatilities and classes need weights of sum 1; those of u may add up to less. An
/// expert without weight is not written.
/// </summary>
public sealed class EnsembleHeads : IServingHeads
{
    private const double Tolerance = 1e-6;
    private readonly ImmutableArray<EnsembleMember> _members;

    /// <param name="members">The experts.</param>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: weights are negative, or of a wrong sum.</exception>
    public EnsembleHeads(ImmutableArray<EnsembleMember> members)
    {
        _members = members;
        CheckSum("volatility", member => member.Volatility, atLeast: 1);
        CheckSum("class", member => member.Classes, atLeast: 1);
        CheckSum("residual", member => member.Residual, atLeast: 0);
    }

    (string Bqx, string LogRv, string Regime) IServingHeads.Write(OnnxGraphBuilder graph, string scaled)
    {
        List<string> residuals = [], volatilities = [], classes = [];
        for (var i = 0; i < _members.Length; i++)
        {
            var member = _members[i];
            if (member is { Residual: 0, Volatility: 0, Classes: 0 })
            {
                continue;
            }

            graph.BeginPart($"expert{i}");
            var (u, v, p) = member.Heads.Write(graph, Leading(graph, scaled, member.LeadingColumns));
            Put(residuals, u, member.Residual);
            Put(volatilities, v, member.Volatility);
            Put(classes, p, member.Classes);
        }

        graph.BeginPart("");
        var martingale = residuals.Count > 0 ? Sum(residuals) : graph.Node("Mul", volatilities[0], graph.Scalar(0));
        return (martingale, Sum(volatilities), Sum(classes));

        void Put(List<string> parts, string value, double weight)
        {
            if (weight > 0)
            {
                parts.Add(graph.Node("Mul", value, graph.Scalar(weight)));
            }
        }

        string Sum(List<string> parts) => parts.Count == 1 ? parts[0] : graph.Node("Sum", [.. parts]);
    }

    private static string Leading(OnnxGraphBuilder graph, string scaled, int? columns) => columns is { } count
        ? graph.Node("Slice", scaled, graph.Integers("first", 0), graph.Integers("end", count), graph.Integers("axis", 1))
        : scaled;

    private void CheckSum(string what, Func<EnsembleMember, double> weight, double atLeast)
    {
        var sum = _members.Sum(weight);
        if (_members.Any(member => !(weight(member) >= 0)) || !(sum >= atLeast - Tolerance) || !(sum <= 1 + Tolerance))
        {
            throw new FaultException(
                Fault.InvalidInput,
                $"The {what} weights add up to {sum:0.######}: weights of 0 or more with a sum {(atLeast > 0 ? "of 1" : "of at most 1")} are needed.");
        }
    }
}

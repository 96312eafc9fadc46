using Bqx.Learning.Onnx;
using Bqx.OnnxProto;

namespace Bqx.Learning.Trees;

/// <summary>Writes ensembles of trees as the operator TreeEnsembleRegressor of ai.onnx.ml.</summary>
internal static class TreeGraph
{
    private const string Split = "BRANCH_LT";
    private const string Leaf = "LEAF";

    /// <summary>Maps features [N, <see cref="TreeEnsemble.Features"/>] to answers [N, <see cref="TreeEnsemble.Outputs"/>].</summary>
    public static string Write(OnnxGraphBuilder graph, TreeEnsemble ensemble, string features)
    {
        Tree[] trees = [.. ensemble.Trees, .. Silent(ensemble)];
        var nodes = trees.SelectMany((tree, treeId) => tree.Nodes.Select((node, id) => (Tree: treeId, Id: id, Node: node))).ToList();
        var leaves = nodes.Where(entry => entry.Node.IsLeaf).ToList();
        List<AttributeProto> attributes =
        [
            OnnxAttribute.Text("aggregate_function", "SUM"),
            OnnxAttribute.Text("post_transform", "NONE"),
            OnnxAttribute.Integer("n_targets", ensemble.Outputs),
            OnnxAttribute.Floats("base_values", Enumerable.Repeat(ensemble.Base, ensemble.Outputs)),
            OnnxAttribute.Integers("nodes_treeids", nodes.Select(entry => (long)entry.Tree)),
            OnnxAttribute.Integers("nodes_nodeids", nodes.Select(entry => (long)entry.Id)),
            OnnxAttribute.Integers("nodes_featureids", nodes.Select(entry => (long)entry.Node.Feature)),
            OnnxAttribute.Texts("nodes_modes", nodes.Select(entry => entry.Node.IsLeaf ? Leaf : Split)),
            OnnxAttribute.Floats("nodes_values", nodes.Select(entry => entry.Node.IsLeaf ? 0 : entry.Node.Value)),
            OnnxAttribute.Integers("nodes_truenodeids", nodes.Select(entry => (long)Math.Max(0, entry.Node.Left))),
            OnnxAttribute.Integers("nodes_falsenodeids", nodes.Select(entry => (long)Math.Max(0, entry.Node.Right))),
            OnnxAttribute.Integers("nodes_missing_value_tracks_true", nodes.Select(entry => entry.Node.MissingLeft ? 1L : 0)),
            OnnxAttribute.Integers("target_treeids", leaves.Select(entry => (long)entry.Tree)),
            OnnxAttribute.Integers("target_nodeids", leaves.Select(entry => (long)entry.Id)),
            OnnxAttribute.Integers("target_ids", leaves.Select(entry => (long)trees[entry.Tree].Output)),
            OnnxAttribute.Floats("target_weights", leaves.Select(entry => entry.Node.Value)),
        ];
        return graph.MlNode("TreeEnsembleRegressor", attributes, features);
    }

    // ONNX Runtime gives an output without a tree 0, not its base: a leaf of 0 makes up for it.
    private static IEnumerable<Tree> Silent(TreeEnsemble ensemble) => Enumerable.Range(0, ensemble.Outputs)
        .Except(ensemble.Trees.Select(tree => tree.Output))
        .Select(output => new Tree(output, [TreeNode.Leaf(0)]));
}

using System.Collections.Immutable;

namespace Bqx.Learning.Trees;

/// <summary>A tree whose answer is added to one output; its root is node 0.</summary>
public sealed record Tree(int Output, ImmutableArray<TreeNode> Nodes)
{
    /// <summary>The answer for a row.</summary>
    public float Predict(ReadOnlySpan<float> row)
    {
        var node = Nodes[0];
        while (!node.IsLeaf)
        {
            var value = row[node.Feature];
            var left = float.IsNaN(value) ? node.MissingLeft : value < node.Value;
            node = Nodes[left ? node.Left : node.Right];
        }

        return node.Value;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Bqx.Learning.Trees;

/// <summary>Reads models of regression and of classes from XGBoost's JSON format.</summary>
internal static class XgboostJson
{
    /// <summary>Reads the trees of the first rounds.</summary>
    /// <param name="json">The model.</param>
    /// <param name="rounds">How many rounds to keep; all where it is more than there are.</param>
    public static TreeEnsemble Read(ReadOnlyMemory<byte> json, int rounds)
    {
        using var document = JsonDocument.Parse(json);
        var learner = document.RootElement.GetProperty("learner");
        var parameters = learner.GetProperty("learner_model_param");
        var model = learner.GetProperty("gradient_booster").GetProperty("model");
        var outputs = Math.Max(1, Integer(parameters, "num_class"));
        var inRound = outputs * Integer(model.GetProperty("gbtree_model_param"), "num_parallel_tree");
        int[] owners = [.. model.GetProperty("tree_info").EnumerateArray().Select(owner => owner.GetInt32())];
        var count = (int)Math.Min((long)rounds * inRound, owners.Length);
        return new TreeEnsemble(
            Integer(parameters, "num_feature"),
            outputs,
            float.Parse(Text(parameters, "base_score"), CultureInfo.InvariantCulture),
            [.. model.GetProperty("trees").EnumerateArray().Take(count).Select((tree, i) => new Tree(owners[i], ReadNodes(tree)))]);
    }

    // Depth first, so that nodes which XGBoost cut off again are left out.
    private static ImmutableArray<TreeNode> ReadNodes(JsonElement tree)
    {
        int[] left = [.. tree.GetProperty("left_children").EnumerateArray().Select(x => x.GetInt32())];
        int[] right = [.. tree.GetProperty("right_children").EnumerateArray().Select(x => x.GetInt32())];
        int[] features = [.. tree.GetProperty("split_indices").EnumerateArray().Select(x => x.GetInt32())];
        int[] missing = [.. tree.GetProperty("default_left").EnumerateArray().Select(x => x.GetInt32())];
        float[] values = [.. tree.GetProperty("split_conditions").EnumerateArray().Select(x => x.GetSingle())];
        var nodes = new List<TreeNode>();
        Visit(0);
        return [.. nodes];

        int Visit(int old)
        {
            var index = nodes.Count;
            nodes.Add(TreeNode.Leaf(values[old]));
            if (left[old] >= 0)
            {
                nodes[index] = new TreeNode(features[old], values[old], Visit(left[old]), Visit(right[old]), missing[old] != 0);
            }

            return index;
        }
    }

    private static int Integer(JsonElement element, string name) => int.Parse(Text(element, name), CultureInfo.InvariantCulture);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}

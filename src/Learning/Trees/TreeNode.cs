namespace Bqx.Learning.Trees;

/// <summary>A node of a tree: a split, or a leaf where <see cref="Left"/> is negative.</summary>
/// <param name="Feature">Which feature a split looks at.</param>
/// <param name="Value">A split's threshold: what is less goes left. A leaf's answer.</param>
/// <param name="Left">Index of the left child; −1 of a leaf.</param>
/// <param name="Right">Index of the right child; −1 of a leaf.</param>
/// <param name="MissingLeft">Whether NaN goes left.</param>
public readonly record struct TreeNode(int Feature, float Value, int Left, int Right, bool MissingLeft)
{
    /// <summary>Whether it has no children.</summary>
    public bool IsLeaf => Left < 0;

    /// <summary>A leaf.</summary>
    public static TreeNode Leaf(float value) => new(0, value, -1, -1, false);
}

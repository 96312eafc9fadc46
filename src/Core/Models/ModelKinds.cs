namespace Bqx.Core;

/// <summary>Kinds of packages that the host itself knows; every other kind is a whole model of a plug-in.</summary>
public static class ModelKinds
{
    /// <summary>Maps the features of any pair to an embedding: input <c>features</c>, output <c>embedding</c>. Served only as a member.</summary>
    public const string Encoder = "encoder";

    /// <summary>
    /// Maps features to the three outputs. With an encoder's digest in its manifest it is the head of one pair: it reads the features and,
    /// beside them, the embedding, and is served only as a member.
    /// </summary>
    public const string Multitask = "multitask";

    /// <summary>An encoder and the heads of all pairs, named by their digests: loaded, promoted and rolled back as one model.</summary>
    public const string Bundle = "bundle";

    /// <summary>The <see cref="ModelManifest.Pair"/> of a package for all pairs.</summary>
    public const string AllPairs = "*";

    /// <summary>The <see cref="ModelManifest.Target"/> of an encoder, which has none of its own.</summary>
    public const string AnyTarget = "*";

    /// <summary>Numbers in an embedding.</summary>
    public const int EmbeddingCount = 64;
}

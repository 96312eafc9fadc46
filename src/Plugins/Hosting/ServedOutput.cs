using System.Collections.Immutable;
using Bqx.Core;

namespace Bqx.Plugins.Hosting;

/// <summary>One output of a graph, and where its numbers are in a row of all outputs.</summary>
/// <param name="Schema">Its name, type and shape.</param>
/// <param name="Offset">Position of its first number.</param>
/// <param name="Width">How many numbers it has in a row.</param>
public sealed record ServedOutput(TensorSchema Schema, int Offset, int Width)
{
    internal static ImmutableArray<ServedOutput> Of(ImmutableArray<TensorSchema> schemas)
    {
        var outputs = ImmutableArray.CreateBuilder<ServedOutput>(schemas.Length);
        var offset = 0;
        foreach (var schema in schemas)
        {
            var width = schema.Shape.Length > 1 ? (int)schema.Shape[1] : 1;
            outputs.Add(new ServedOutput(schema, offset, width));
            offset += width;
        }

        return outputs.MoveToImmutable();
    }
}

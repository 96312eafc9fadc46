using System.Runtime.InteropServices;
using Bqx.Core;
using Bqx.Plugins.Hosting;
using Google.Protobuf;
using static Bqx.OpenInference.ModelInferRequest.Types;

namespace Bqx.Server.Services.Inference;

/// <summary>Checks the input of a request against a model and reads its numbers.</summary>
internal static class InferInput
{
    /// <summary>The number of rows of a request whose input fits the model.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>, naming what does not.</exception>
    public static int CheckRows(ServedGraph graph, OpenInference.ModelInferRequest request)
    {
        var name = graph.Manifest.Inputs[0].Name;
        if (request.Inputs is not [var input])
        {
            throw Wrong($"{request.Inputs.Count} inputs are sent: this model has one, '{name}'.");
        }

        if (input.Name != name)
        {
            throw Wrong($"This model has no input '{FaultException.Excerpt(input.Name)}': its input is '{name}'.");
        }

        TensorTypes.Check(name, input.Datatype);
        if (input.Parameters.Count > 0)
        {
            throw Wrong($"Input '{name}' has parameters: none is known, shared memory is not served.");
        }

        var rows = RowsOf(name, input, graph.InputWidth);
        CheckContents(name, input, request.RawInputContents, rows * graph.InputWidth);
        return rows;
    }

    /// <summary>Copies the numbers of an input that was checked.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: one is not finite.</exception>
    public static void Read(ServedGraph graph, OpenInference.ModelInferRequest request, Span<float> rows)
    {
        if (request.RawInputContents.Count > 0)
        {
            ReadRaw(request.RawInputContents[0].Span, rows);
        }
        else
        {
            ReadTyped(request.Inputs[0].Contents.Fp32Contents, rows);
        }

        CheckFinite(graph, rows);
    }

    /// <summary>Little-endian bytes to numbers.</summary>
    public static void ReadRaw(ReadOnlySpan<byte> raw, Span<float> rows)
    {
        raw.CopyTo(MemoryMarshal.AsBytes(rows));
        if (!BitConverter.IsLittleEndian)
        {
            var bits = MemoryMarshal.Cast<float, uint>(rows);
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }

    /// <summary>Refuses NaN and infinity.</summary>
    public static void CheckFinite(ServedGraph graph, ReadOnlySpan<float> rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (!float.IsFinite(rows[i]))
            {
                throw Wrong(
                    $"Input '{graph.Manifest.Inputs[0].Name}' is {rows[i]} in row {i / graph.InputWidth}, column {i % graph.InputWidth}: finite numbers are needed.");
            }
        }
    }

    private static void ReadTyped(Google.Protobuf.Collections.RepeatedField<float> numbers, Span<float> rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = numbers[i];
        }
    }

    private static int RowsOf(string name, InferInputTensor input, int width)
    {
        if (input.Shape is not [var rows, var columns] || columns != width)
        {
            throw Wrong($"Input '{name}' has shape {Show(input.Shape)}: [rows, {width}] is needed.");
        }

        return rows is >= 1 and <= InferLimits.Rows
            ? (int)rows
            : throw Wrong($"Input '{name}' has {rows} rows: 1 to {InferLimits.Rows} are allowed.");
    }

    private static void CheckContents(
        string name, InferInputTensor input, Google.Protobuf.Collections.RepeatedField<ByteString> raw, int count)
    {
        if (raw.Count > 0)
        {
            CheckRaw(name, input, raw, count);
            return;
        }

        var contents = input.Contents ?? throw Wrong($"Input '{name}' has neither contents nor raw contents.");
        var others = contents.BoolContents.Count + contents.IntContents.Count + contents.Int64Contents.Count + contents.UintContents.Count
            + contents.Uint64Contents.Count + contents.Fp64Contents.Count + contents.BytesContents.Count;
        if (others > 0)
        {
            throw Wrong($"Input '{name}' has contents of another type than {TensorTypes.Float32}: fp32_contents alone are read.");
        }

        if (contents.Fp32Contents.Count != count)
        {
            throw Wrong($"Input '{name}' has {contents.Fp32Contents.Count} numbers in fp32_contents: its shape needs {count}.");
        }
    }

    private static void CheckRaw(string name, InferInputTensor input, Google.Protobuf.Collections.RepeatedField<ByteString> raw, int count)
    {
        if (input.Contents is not null)
        {
            throw Wrong($"Input '{name}' has contents and the request has raw contents: send one of them.");
        }

        if (raw.Count != 1)
        {
            throw Wrong($"{raw.Count} raw contents are sent for one input.");
        }

        if (raw[0].Length != count * sizeof(float))
        {
            throw Wrong($"Input '{name}' has {raw[0].Length} bytes of raw contents: its shape needs {count * sizeof(float)}.");
        }
    }

    private static string Show(Google.Protobuf.Collections.RepeatedField<long> shape) => $"[{string.Join(", ", shape.Take(8))}{(shape.Count > 8 ? ", …" : "")}]";

    private static FaultException Wrong(string message) => new(Fault.InvalidInput, message);
}

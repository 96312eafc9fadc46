using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Bqx.Plugins.Hosting;
using Google.Protobuf;
using Grpc.Core;
using static Bqx.OpenInference.ModelInferResponse.Types;

namespace Bqx.Server.Services.Inference;

/// <summary>
/// An answer of <c>ModelInfer</c> before it is a message: the numbers that the model gave, and how they are to be told. It is written once,
/// which gives its buffer back.
/// </summary>
internal sealed class InferAnswer : IDisposable
{
    private const int NameField = 1;
    private const int VersionField = 2;
    private const int IdField = 3;
    private const int OutputsField = 5;
    private const int RawField = 6;
    private const int TypeField = 2;
    private const int ShapeField = 3;

    private readonly ServedGraph _graph;
    private readonly string _version;
    private readonly string _id;
    private readonly int _rows;
    private readonly bool _raw;
    private readonly int[]? _wanted;
    private float[]? _values;

    /// <param name="graph">What runs.</param>
    /// <param name="id">Id of the request.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="raw">Whether it has raw contents.</param>
    /// <param name="wanted">Positions of the outputs that it wants; null: all.</param>
    public InferAnswer(ServedGraph graph, string id, int rows, bool raw, int[]? wanted)
    {
        (_graph, _id, _rows, _raw, _wanted) = (graph, id, rows, raw, wanted);
        _version = graph.Id.Version.ToString(CultureInfo.InvariantCulture);
        _values = ArrayPool<float>.Shared.Rent(rows * graph.OutputWidth);
    }

    /// <summary>All outputs of a row side by side, rows one after the other.</summary>
    public Span<float> Values =>
        (_values ?? throw new ObjectDisposedException(nameof(InferAnswer))).AsSpan(0, _rows * _graph.OutputWidth);

    /// <value>How long the model ran.</value>
    public TimeSpan RunTime { get; set; }

    /// <value>Called when the bytes have been written.</value>
    public Action? Written { get; set; }

    private int Count => _wanted?.Length ?? _graph.Outputs.Length;

    /// <summary>The same as a message, which gives the buffer back.</summary>
    public OpenInference.ModelInferResponse ToMessage()
    {
        var message = new OpenInference.ModelInferResponse { ModelName = _graph.Id.Name, ModelVersion = _version, Id = _id };
        for (var i = 0; i < Count; i++)
        {
            var output = Output(i);
            var tensor = new InferOutputTensor { Name = output.Schema.Name, Datatype = TensorTypes.Float32 };
            tensor.Shape.Add(_rows);
            tensor.Shape.AddRange(output.Schema.Shape.Skip(1));
            if (_raw)
            {
                var bytes = new byte[_rows * output.Width * sizeof(float)];
                WriteNumbers(output, bytes);
                message.RawOutputContents.Add(UnsafeByteOperations.UnsafeWrap(bytes));
            }
            else
            {
                tensor.Contents = new OpenInference.InferTensorContents();
                AddNumbers(output, tensor.Contents.Fp32Contents);
            }

            message.Outputs.Add(tensor);
        }

        Dispose();
        return message;
    }

    /// <summary>Writes the bytes of the message and gives the buffer back.</summary>
    public void WriteTo(SerializationContext context)
    {
        if (_raw)
        {
            var length = Measure();
            context.SetPayloadLength(length);
            var target = context.GetBufferWriter();
            Write(new WireWriter(target.GetSpan(length)));
            target.Advance(length);
            Dispose();
        }
        else
        {
            var message = ToMessage();
            context.SetPayloadLength(message.CalculateSize());
            message.WriteTo(context.GetBufferWriter());
        }

        context.Complete();
        Written?.Invoke();
    }

    public void Dispose()
    {
        if (_values is { } values)
        {
            _values = null;
            ArrayPool<float>.Shared.Return(values);
        }
    }

    private ServedOutput Output(int i) => _graph.Outputs[_wanted is null ? i : _wanted[i]];

    private int Measure()
    {
        var length = WireWriter.SizeOfText(_graph.Id.Name) + WireWriter.SizeOfText(_version) + WireWriter.SizeOfText(_id);
        for (var i = 0; i < Count; i++)
        {
            length += WireWriter.SizeOfField(SizeOfTensor(Output(i))) + WireWriter.SizeOfField(BytesOf(Output(i)));
        }

        return length;
    }

    private void Write(WireWriter writer)
    {
        writer.Text(NameField, _graph.Id.Name);
        writer.Text(VersionField, _version);
        writer.Text(IdField, _id);
        for (var i = 0; i < Count; i++)
        {
            var output = Output(i);
            writer.Start(OutputsField, SizeOfTensor(output));
            writer.Text(NameField, output.Schema.Name);
            writer.Text(TypeField, TensorTypes.Float32);
            writer.Start(ShapeField, SizeOfShape(output));
            writer.Varint((uint)_rows);
            for (var axis = 1; axis < output.Schema.Shape.Length; axis++)
            {
                writer.Varint((ulong)output.Schema.Shape[axis]);
            }
        }

        for (var i = 0; i < Count; i++)
        {
            writer.Start(RawField, BytesOf(Output(i)));
            WriteNumbers(Output(i), writer.Take(BytesOf(Output(i))));
        }
    }

    private int BytesOf(ServedOutput output) => _rows * output.Width * sizeof(float);

    private int SizeOfTensor(ServedOutput output) =>
        WireWriter.SizeOfText(output.Schema.Name) + WireWriter.SizeOfText(TensorTypes.Float32) + WireWriter.SizeOfField(SizeOfShape(output));

    private int SizeOfShape(ServedOutput output)
    {
        var size = WireWriter.SizeOfVarint((uint)_rows);
        for (var axis = 1; axis < output.Schema.Shape.Length; axis++)
        {
            size += WireWriter.SizeOfVarint((ulong)output.Schema.Shape[axis]);
        }

        return size;
    }

    private void WriteNumbers(ServedOutput output, Span<byte> target)
    {
        for (var row = 0; row < _rows; row++)
        {
            foreach (var value in RowOf(output, row))
            {
                BinaryPrimitives.WriteSingleLittleEndian(target, value);
                target = target[sizeof(float)..];
            }
        }
    }

    private void AddNumbers(ServedOutput output, Google.Protobuf.Collections.RepeatedField<float> target)
    {
        for (var row = 0; row < _rows; row++)
        {
            foreach (var value in RowOf(output, row))
            {
                target.Add(value);
            }
        }
    }

    private Span<float> RowOf(ServedOutput output, int row) => Values.Slice((row * _graph.OutputWidth) + output.Offset, output.Width);
}

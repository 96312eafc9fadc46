using System.Buffers;
using Bqx.Core;
using Bqx.OpenInference;
using Bqx.Server.Services.Inference;
using Bqx.Server.Tests.Doubles;
using Google.Protobuf;
using Grpc.Core;

namespace Bqx.Server.Tests.Services.Inference;

public sealed class InferAnswerTests : IAsyncLifetime
{
    private static readonly TestCall Call = new();
    private InferRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await InferRig.CreateAsync();

    public ValueTask DisposeAsync()
    {
        _rig.Dispose();
        return ValueTask.CompletedTask;
    }

    // The generated code writes the same message: whatever rows, outputs and id are, the bytes must be its bytes.
    [Fact]
    public void WriteTo_AnyAnswer_GivesTheBytesOfTheMessage()
    {
        var random = new Random(11);
        int[][] selections = [[0], [2, 0], [1, 2, 0], [2]];
        foreach (var rows in new[] { 1, 2, 28, 127, 128, 300 })
        {
            foreach (var (name, wanted) in selections.Select(chosen => ("fx-eurusd", (int[]?)chosen)).Append(("fx-eurusd", null)).Append(("fx-encoder", null)))
            {
                var graph = _rig.Host.Loaded.Find(name, null)!;
                var id = new string([.. Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(32, 0x2000))]);
                var raw = rows % 3 != 0;
                var (written, told) = (Create(), Create());

                var bytes = Write(written);

                bytes.ShouldBe(told.ToMessage().ToByteArray());
                ModelInferResponse.Parser.ParseFrom(bytes).Id.ShouldBe(id);

                InferAnswer Create()
                {
                    var answer = new InferAnswer(graph, id, rows, raw, wanted);
                    var values = answer.Values;
                    for (var i = 0; i < values.Length; i++)
                    {
                        values[i] = i + 0.5f;
                    }

                    return answer;
                }
            }
        }
    }

    [Fact]
    public void WriteTo_Twice_IsRefused()
    {
        var answer = new InferAnswer(_rig.Host.Loaded.Find("fx-eurusd", null)!, "", 1, raw: true, null);
        Write(answer);

        Should.Throw<ObjectDisposedException>(() => Write(answer));
    }

    // From the parsed request to the written bytes: the answer's own object and its version text; no buffer, no tensor, no message.
    [Fact]
    public void RunAndWrite_RawRequest_AllocatesLessThan256Bytes()
    {
        const int Calls = 200;
        var request = InferRig.Raw("fx-eurusd", InferRig.Rows(1, InferRig.HeadWidth), InferRig.HeadWidth);
        var sink = new Sink();
        for (var i = 0; i < Calls; i++)
        {
            _rig.Runner.Run(request, Call).WriteTo(sink.Reset());
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            _rig.Runner.Run(request, Call).WriteTo(sink.Reset());
        }

        ((GC.GetAllocatedBytesForCurrentThread() - before) / Calls).ShouldBeLessThan(256);
    }

    private static byte[] Write(InferAnswer answer)
    {
        var sink = new Sink();
        answer.WriteTo(sink);
        return sink.Written.ToArray();
    }

    private sealed class Sink : SerializationContext
    {
        private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
        private int _announced;

        public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

        public Sink Reset()
        {
            _buffer.ResetWrittenCount();
            return this;
        }

        public override void SetPayloadLength(int payloadLength) => _announced = payloadLength;

        public override IBufferWriter<byte> GetBufferWriter() => _buffer;

        // Without an assertion, which would allocate.
        public override void Complete()
        {
            if (_buffer.WrittenCount != _announced)
            {
                throw new InvalidOperationException($"{_announced} bytes were announced, {_buffer.WrittenCount} written.");
            }
        }
    }
}

using Bqx.Core;
using Bqx.Learning.Packaging;
using Bqx.OpenInference;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Google.Protobuf;
using ModelOutput = Bqx.Core.ModelOutput;
using static Bqx.OpenInference.ModelInferRequest.Types;

namespace Bqx.Server.Tests.Services.Inference;

public sealed class InferRunnerTests(InferRunnerTests.Shared shared) : IClassFixture<InferRunnerTests.Shared>
{
    private const double Tolerance = 1e-6;
    private static readonly TestCall Call = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(30)]
    public void Run_RawRowsOfAHead_GivesWhatTheGraphSays(int rows)
    {
        var values = InferRig.Rows(rows, InferRig.HeadWidth);
        var request = InferRig.Raw("fx-gbpjpy", values, InferRig.HeadWidth);
        request.Id = "call 7";

        var response = shared.Rig.Runner.Run(request, Call).ToMessage();

        (response.ModelName, response.ModelVersion, response.Id).ShouldBe(("fx-gbpjpy", "1", "call 7"));
        response.Outputs.Select(output => (output.Name, output.Datatype)).ShouldBe(
            [("bqx", "FP32"), ("log_rv", "FP32"), ("regime", "FP32")]);
        response.Outputs[0].Shape.ShouldBe([rows, 1]);
        response.Outputs[2].Shape.ShouldBe([rows, 5]);
        response.Outputs.ShouldAllBe(output => output.Contents == null);
        Check(shared.Rig.Expected("GBPJPY", values), [.. response.RawOutputContents.Select(InferRig.Floats)]);
    }

    [Fact]
    public void Run_TypedContents_AnswersTyped()
    {
        var values = InferRig.Rows(2, InferRig.HeadWidth);

        var response = shared.Rig.Runner.Run(InferRig.Typed("fx-eurusd", values, InferRig.HeadWidth), Call).ToMessage();

        response.RawOutputContents.ShouldBeEmpty();
        Check(shared.Rig.Expected("EURUSD", values), [.. response.Outputs.Select(output => output.Contents.Fp32Contents.ToArray())]);
    }

    [Fact]
    public void Run_Batch_GivesTheBitsOfSingleRows()
    {
        var values = InferRig.Rows(29, InferRig.HeadWidth, seed: 3);

        var batch = RawBqx("fx-eurusd", values);

        foreach (var (row, numbers) in values.Chunk(InferRig.HeadWidth).Index())
        {
            RawBqx("fx-eurusd", numbers).ShouldBe([batch[row]]);
        }
    }

    [Fact]
    public void Run_BundleWithPair_IsTheEncoderAndThatHead()
    {
        var values = InferRig.Rows(1, InferRig.Features);
        var bundle = shared.Rig.Bundle;
        var fused = StandaloneGraph.Fuse(ModelOf(bundle.Encoder), ModelOf(bundle.Heads[Pair.Parse("AUDCAD").Index]));
        using var session = new ServingSession(fused, InferRig.Features);
        var expected = new ModelOutput[1];
        session.Predict(values, expected);
        var request = InferRig.Raw("production", values, InferRig.Features);
        request.Parameters["pair"] = new InferParameter { StringParam = "AUDCAD" };

        var response = shared.Rig.Runner.Run(request, Call).ToMessage();

        response.ModelName.ShouldBe("fx");
        Check(expected, [.. response.RawOutputContents.Select(InferRig.Floats)]);
    }

    [Fact]
    public void Run_Encoder_GivesTheEmbedding()
    {
        var response = shared.Rig.Runner.Run(
            InferRig.Raw("fx-encoder", InferRig.Rows(2, InferRig.Features), InferRig.Features), Call).ToMessage();

        response.Outputs.Single().Name.ShouldBe("embedding");
        response.Outputs.Single().Shape.ShouldBe([2, 64]);
        var embedding = InferRig.Floats(response.RawOutputContents.Single());
        embedding.Length.ShouldBe(128);
        embedding.ShouldAllBe(value => Math.Abs(value) < 1 && value != 0);
    }

    [Fact]
    public void Run_SomeOutputs_ComeInTheOrderAskedFor()
    {
        var values = InferRig.Rows(2, InferRig.HeadWidth);
        var request = InferRig.Raw("fx-eurusd", values, InferRig.HeadWidth);
        request.Outputs.Add(new InferRequestedOutputTensor { Name = "regime" });
        request.Outputs.Add(new InferRequestedOutputTensor { Name = "bqx" });

        var response = shared.Rig.Runner.Run(request, Call).ToMessage();

        response.Outputs.Select(output => output.Name).ShouldBe(["regime", "bqx"]);
        InferRig.Floats(response.RawOutputContents[1]).ShouldBe(RawBqx("fx-eurusd", values));
        response.RawOutputContents[0].Length.ShouldBe(2 * 5 * 4);
    }

    public static TheoryData<string, Action<ModelInferRequest>> Wrong() => new()
    {
        { "The model's name is empty: give that of a package or a label.", request => request.ModelName = "" },
        { "No model 'fx-nobody' is loaded.", request => request.ModelName = "fx-nobody" },
        { "No version 9 of a model 'fx-eurusd' is loaded.", request => request.ModelVersion = "9" },
        { "'1.0' is not a version: write a positive integer, or nothing for the one that serves.", request => request.ModelVersion = "1.0" },
        { "The id has 1025 characters: at most 1024 come back.", request => request.Id = new string('x', 1025) },
        { "0 inputs are sent: this model has one, 'features'.", request => request.Inputs.Clear() },
        { "2 inputs are sent: this model has one, 'features'.", request => request.Inputs.Add(new InferInputTensor()) },
        { "This model has no input 'x': its input is 'features'.", request => request.Inputs[0].Name = "x" },
        { "Input 'features' is sent as BF16: this model reads FP32.", request => request.Inputs[0].Datatype = "BF16" },
        { "Input 'features' is sent as INT64: this model reads FP32.", request => request.Inputs[0].Datatype = "INT64" },
        { "'float' is not a datatype: input 'features' is FP32.", request => request.Inputs[0].Datatype = "float" },
        { "Input 'features' has shape []: [rows, 866] is needed.", request => request.Inputs[0].Shape.Clear() },
        { "Input 'features' has shape [866]: [rows, 866] is needed.", request => request.Inputs[0].Shape.RemoveAt(0) },
        { "Input 'features' has shape [1, 802]: [rows, 866] is needed.", request => request.Inputs[0].Shape[1] = 802 },
        { "Input 'features' has 0 rows: 1 to 1024 are allowed.", request => request.Inputs[0].Shape[0] = 0 },
        { "Input 'features' has -1 rows: 1 to 1024 are allowed.", request => request.Inputs[0].Shape[0] = -1 },
        { "Input 'features' has 9223372036854775807 rows: 1 to 1024 are allowed.", request => request.Inputs[0].Shape[0] = long.MaxValue },
        { "Input 'features' has 3464 bytes of raw contents: its shape needs 6928.", request => request.Inputs[0].Shape[0] = 2 },
        { "2 raw contents are sent for one input.", request => request.RawInputContents.Add(ByteString.Empty) },
        { "Input 'features' has neither contents nor raw contents.", request => request.RawInputContents.Clear() },
        {
            "Input 'features' has contents and the request has raw contents: send one of them.",
            request => request.Inputs[0].Contents = new InferTensorContents { Fp32Contents = { 1 } }
        },
        {
            "Input 'features' has contents of another type than FP32: fp32_contents alone are read.",
            request =>
            {
                request.RawInputContents.Clear();
                request.Inputs[0].Contents = new InferTensorContents { IntContents = { 1 } };
            }
        },
        {
            "Input 'features' has 1 numbers in fp32_contents: its shape needs 866.",
            request =>
            {
                request.RawInputContents.Clear();
                request.Inputs[0].Contents = new InferTensorContents { Fp32Contents = { 1 } };
            }
        },
        {
            "Input 'features' is NaN in row 0, column 7: finite numbers are needed.",
            request => request.RawInputContents[0] = WithNumber(7, float.NaN)
        },
        {
            "Input 'features' is Infinity in row 0, column 865: finite numbers are needed.",
            request => request.RawInputContents[0] = WithNumber(865, float.PositiveInfinity)
        },
        {
            "Input 'features' has parameters: none is known, shared memory is not served.",
            request => request.Inputs[0].Parameters["shared_memory_region"] = new InferParameter { StringParam = "x" }
        },
        {
            "Parameter 'sequence_id' is not known: 'pair' alone is, for bundles.",
            request => request.Parameters["sequence_id"] = new InferParameter { Int64Param = 1 }
        },
        {
            "fx-eurusd@1 is not a bundle: it takes no parameter 'pair'.",
            request => request.Parameters["pair"] = new InferParameter { StringParam = "EURUSD" }
        },
        { "fx@1 is a bundle: parameter 'pair' must say whose head to run, such as EURUSD.", request => request.ModelName = "fx" },
        {
            "Parameter 'pair' is not a text: write it as string_param.",
            request =>
            {
                request.ModelName = "fx";
                request.Parameters["pair"] = new InferParameter { Int64Param = 1 };
            }
        },
        {
            "This model has no output 'volume': it has bqx, log_rv, regime.",
            request => request.Outputs.Add(new InferRequestedOutputTensor { Name = "volume" })
        },
        {
            "Output 'bqx' is asked for twice.",
            request => request.Outputs.Add([new InferRequestedOutputTensor { Name = "bqx" }, new InferRequestedOutputTensor { Name = "bqx" }])
        },
        {
            "4 outputs are asked for: this model has 3.",
            request => request.Outputs.Add(Enumerable.Repeat(new InferRequestedOutputTensor { Name = "bqx" }, 4))
        },
        {
            "Output 'bqx' has parameters: none is known, neither classification nor shared memory is served.",
            request => request.Outputs.Add(new InferRequestedOutputTensor
            {
                Name = "bqx",
                Parameters = { ["classification"] = new InferParameter { Int64Param = 1 } },
            })
        },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Run_WrongRequest_SaysWhatWasWrong(string message, Action<ModelInferRequest> spoil)
    {
        var request = InferRig.Raw("fx-eurusd", InferRig.Rows(1, InferRig.HeadWidth), InferRig.HeadWidth);
        spoil(request);

        var refused = Should.Throw<FaultException>(() => shared.Rig.Runner.Run(request, Call));

        refused.Message.ShouldBe(message);
        refused.Fault.ShouldBeOneOf(Fault.InvalidInput, Fault.UnknownModel);
    }

    [Fact]
    public void Run_UnknownPair_NamesIt()
    {
        var request = InferRig.Raw("fx", InferRig.Rows(1, InferRig.Features), InferRig.Features);
        request.Parameters["pair"] = new InferParameter { StringParam = "EURXXX" };

        Should.Throw<FaultException>(() => shared.Rig.Runner.Run(request, Call)).Fault.ShouldBe(Fault.UnknownPair);
    }

    [Fact]
    public async Task Run_AnsweredRequests_AreCounted()
    {
        using var rig = await InferRig.CreateAsync(new FakeTimeProvider());
        var graph = rig.Host.Loaded.Find("fx-eurusd", null)!;

        rig.Runner.Run(InferRig.Raw("fx-eurusd", InferRig.Rows(3, InferRig.HeadWidth), InferRig.HeadWidth), Call).Dispose();
        Should.Throw<FaultException>(() => rig.Runner.Run(new ModelInferRequest { ModelName = "fx-eurusd" }, Call));

        var usage = graph.Counters.Read();
        (usage.Rows, usage.Succeeded, usage.Failed).ShouldBe((3, 1, 0));
    }

    private float[] RawBqx(string model, float[] values) => InferRig.Floats(
        shared.Rig.Runner.Run(InferRig.Raw(model, values, InferRig.HeadWidth), Call).ToMessage().RawOutputContents[0]);

    private static ByteString WithNumber(int column, float number)
    {
        var values = InferRig.Rows(1, InferRig.HeadWidth);
        values[column] = number;
        return ByteString.CopyFrom(InferRig.Bytes(values));
    }

    private static byte[] ModelOf(PackageContent package) => package.Files[PackageFileNames.Model].ToArray();

    private static void Check(ModelOutput[] expected, float[][] actual)
    {
        actual[0].Length.ShouldBe(expected.Length);
        for (var row = 0; row < expected.Length; row++)
        {
            ((double)actual[0][row]).ShouldBe(expected[row].Bqx, Tolerance);
            ((double)actual[1][row]).ShouldBe(expected[row].LogRv, Tolerance);
            for (var k = 0; k < RegimeProbabilities.Count; k++)
            {
                ((double)actual[2][(row * RegimeProbabilities.Count) + k]).ShouldBe(expected[row].Regime[k], Tolerance);
            }
        }
    }

    /// <summary>One rig for all tests.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        internal InferRig Rig { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Rig = await InferRig.CreateAsync();

        public ValueTask DisposeAsync()
        {
            Rig.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

using Bqx.OpenInference;
using Bqx.Server.Tests.Doubles;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Bqx.Server.Tests.EndToEnd;

/// <summary>The Open Inference Protocol over real gRPC, in the bytes that other clients send.</summary>
public sealed class OpenInferenceTests(OpenInferenceServer fixture) : IClassFixture<OpenInferenceServer>
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    private readonly TestServer _server = fixture.Server;

    private GRPCInferenceService.GRPCInferenceServiceClient Client => new(_server.Channel);

    private GRPCInferenceService.GRPCInferenceServiceClient Admin => new(_server.Admin);

    // Written out from the protocol's tags: model_name 1, id 3, inputs 5 {name 1, datatype 2, shape 3 packed}, outputs 6 {name 1}, raw 7.
    [Theory]
    [InlineData("1A 03 01 E2 06")]
    [InlineData("18 01 18 E2 06")]
    public async Task ModelInfer_RecordedBytes_AreAnsweredInTheProtocolsBytes(string shape)
    {
        var values = InferRig.Rows(1, InferRig.HeadWidth);
        byte[] tensor = [.. Hex("0A 08"), .. "features"u8, .. Hex("12 04"), .. "FP32"u8, .. Hex(shape)];
        byte[] request =
        [
            .. Hex("0A 09"), .. "fx-eurusd"u8, .. Hex("1A 02"), .. "42"u8, 0x2A, (byte)tensor.Length, .. tensor,
            .. Hex("32 05 0A 03"), .. "bqx"u8, .. Hex("3A 88 1B"), .. InferRig.Bytes(values),
        ];

        var reply = await CallAsync("ModelInfer", request);

        var bqx = InferRig.Floats(ByteString.CopyFrom(reply[^4..]));
        byte[] expected =
        [
            .. Hex("0A 09"), .. "fx-eurusd"u8, .. Hex("12 01"), .. "1"u8, .. Hex("1A 02"), .. "42"u8,
            .. Hex("2A 0F 0A 03"), .. "bqx"u8, .. Hex("12 04"), .. "FP32"u8, .. Hex("1A 02 01 01"), .. Hex("32 04"), .. InferRig.Bytes(bqx),
        ];
        reply.ShouldBe(expected);
        using var rig = await InferRig.CreateAsync();
        ((double)bqx[0]).ShouldBe(rig.Expected("EURUSD", values)[0].Bqx, 1e-6);
    }

    [Theory]
    [InlineData("ServerLive", "", "08 01")]
    [InlineData("ServerReady", "", "08 01")]
    [InlineData("ModelReady", "0A 04 6E 6F 6F 70", "08 01")]
    [InlineData("ModelReady", "0A 04 6E 6F 6F 70 12 01 32", "")]
    [InlineData("ModelReady", "0A 04 6E 6F 6E 65", "")]
    public async Task Readiness_RecordedBytes_AreAnswered(string method, string request, string reply) =>
        (await CallAsync(method, Hex(request))).ShouldBe(Hex(reply));

    [Theory]
    [InlineData("SystemSharedMemoryStatus")]
    [InlineData("SystemSharedMemoryRegister")]
    [InlineData("CudaSharedMemoryRegister")]
    [InlineData("TraceSetting")]
    public async Task SharedMemoryAndTracing_Always_AreUnimplemented(string method) =>
        (await Should.ThrowAsync<RpcException>(() => CallAsync(method, []))).StatusCode.ShouldBe(StatusCode.Unimplemented);

    [Fact]
    public async Task ServerMetadata_NamesTheExtensions()
    {
        var metadata = await Client.ServerMetadataAsync(new ServerMetadataRequest());

        metadata.Name.ShouldBe("bqx");
        metadata.Version.ShouldNotBeEmpty();
        metadata.Extensions.ShouldBe(["model_repository", "model_configuration", "statistics"]);
    }

    [Fact]
    public async Task ModelMetadata_HeadAndLabel_TellTheTensors()
    {
        var head = await Client.ModelMetadataAsync(new ModelMetadataRequest { Name = "fx-eurusd" });
        var label = await Client.ModelMetadataAsync(new ModelMetadataRequest { Name = "production" });

        (head.Name, head.Platform).ShouldBe(("fx-eurusd", "onnxruntime_onnx"));
        head.Versions.ShouldBe(["1"]);
        head.Inputs.Single().ShouldBe(new ModelMetadataResponse.Types.TensorMetadata { Name = "features", Datatype = "FP32", Shape = { -1, 866 } });
        head.Outputs.Select(output => output.Name).ShouldBe(["bqx", "log_rv", "regime"]);
        (label.Name, label.Platform).ShouldBe(("noop", "bqx_noop"));
    }

    [Fact]
    public async Task ModelConfig_Encoder_TellsBatchAndDimensions()
    {
        var config = (await Client.ModelConfigAsync(new ModelConfigRequest { Name = "fx-encoder", Version = "1" })).Config;

        (config.Name, config.Platform, config.Backend, config.MaxBatchSize).ShouldBe(("fx-encoder", "onnxruntime_onnx", "onnxruntime", 1024));
        (config.Input.Single().DataType, config.Input.Single().Dims.Single()).ShouldBe((DataType.TypeFp32, 802));
        config.Output.Single().Dims.ShouldBe([64]);
    }

    [Fact]
    public async Task ModelStatistics_AfterRequests_CountsThem()
    {
        await Client.ModelInferAsync(InferRig.Raw("fx-usdjpy", InferRig.Rows(5, InferRig.HeadWidth), InferRig.HeadWidth));
        await Client.ModelInferAsync(InferRig.Raw("fx-usdjpy", InferRig.Rows(1, InferRig.HeadWidth), InferRig.HeadWidth));

        var usdjpy = (await Client.ModelStatisticsAsync(new ModelStatisticsRequest { Name = "fx-usdjpy" })).ModelStats.Single();
        (usdjpy.Version, usdjpy.InferenceCount, usdjpy.ExecutionCount, usdjpy.InferenceStats.Success.Count).ShouldBe(("1", 6ul, 2ul, 2ul));
        var all = (await Client.ModelStatisticsAsync(new ModelStatisticsRequest())).ModelStats;
        all.Count.ShouldBe(31);
        all.Select(one => one.Name).ShouldBe(all.Select(one => one.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", "", StatusCode.InvalidArgument)]
    [InlineData("none", "", StatusCode.NotFound)]
    [InlineData("noop", "2", StatusCode.NotFound)]
    [InlineData("noop", "-1", StatusCode.InvalidArgument)]
    public async Task Metadata_WrongModel_IsRefused(string name, string version, StatusCode code)
    {
        var metadata = new ModelMetadataRequest { Name = name, Version = version };
        var config = new ModelConfigRequest { Name = name, Version = version };

        (await Should.ThrowAsync<RpcException>(async () => await Client.ModelMetadataAsync(metadata))).StatusCode.ShouldBe(code);
        (await Should.ThrowAsync<RpcException>(async () => await Client.ModelConfigAsync(config))).StatusCode.ShouldBe(code);
    }

    [Fact]
    public async Task ModelInfer_WrongShape_IsRefusedWithTheFault()
    {
        var request = InferRig.Raw("fx-eurusd", InferRig.Rows(1, InferRig.Features), InferRig.Features);

        var refused = await Should.ThrowAsync<RpcException>(async () => await Client.ModelInferAsync(request));

        refused.Status.ShouldBe(new Status(
            StatusCode.InvalidArgument, "Input 'features' has shape [1, 802]: [rows, 866] is needed."));
        refused.Trailers.GetValue("bqx-fault").ShouldBe("invalid_input");
    }

    [Fact]
    public async Task ModelStreamInfer_OneWrongAmongGood_AnswersAllInOrder()
    {
        using var call = Client.ModelStreamInfer();
        var good = InferRig.Raw("fx-eurusd", InferRig.Rows(1, InferRig.HeadWidth), InferRig.HeadWidth);
        for (var i = 0; i < 3; i++)
        {
            var request = good.Clone();
            request.Id = $"{i}";
            request.ModelName = i == 1 ? "none" : request.ModelName;
            await call.RequestStream.WriteAsync(request);
        }

        await call.RequestStream.CompleteAsync();

        var answers = await call.ResponseStream.ReadAllAsync().ToListAsync();
        answers.Select(answer => (answer.InferResponse.Id, answer.ErrorMessage)).ShouldBe(
            [("0", ""), ("1", "No model 'none' is loaded."), ("2", "")]);
        answers[0].InferResponse.RawOutputContents.ShouldBe(answers[2].InferResponse.RawOutputContents);
    }

    [Fact]
    public async Task RepositoryIndex_ShowsEveryPackageWithItsState()
    {
        var all = (await Client.RepositoryIndexAsync(new RepositoryIndexRequest())).Models;
        var ready = (await Client.RepositoryIndexAsync(new RepositoryIndexRequest { Ready = true })).Models;

        all.Count.ShouldBe(33);
        all.Where(model => model.Name == "noop").Select(model => (model.Version, model.State)).ShouldBe(
            [("1", "READY"), ("2", "UNAVAILABLE"), ("3", "UNAVAILABLE")]);
        ready.Count.ShouldBe(31);
        ready.ShouldAllBe(model => model.State == "READY" && model.Reason == "");
    }

    [Fact]
    public async Task LoadAndUnload_OnThePublicPort_AreForbidden()
    {
        var load = new RepositoryModelLoadRequest { ModelName = "noop" };
        var unload = new RepositoryModelUnloadRequest { ModelName = "fx" };

        (await Should.ThrowAsync<RpcException>(async () => await Client.RepositoryModelLoadAsync(load)))
            .Status.ShouldBe(new Status(StatusCode.PermissionDenied, "Models are loaded and unloaded on the admin port."));
        (await Should.ThrowAsync<RpcException>(async () => await Client.RepositoryModelUnloadAsync(unload)))
            .StatusCode.ShouldBe(StatusCode.PermissionDenied);
        (await Client.ModelReadyAsync(new ModelReadyRequest { Name = "fx" })).Ready.ShouldBeTrue();
    }

    [Theory]
    [InlineData("noop", StatusCode.FailedPrecondition, "noop@1 has the label 'production': move the label first.")]
    [InlineData("fx-eurusd", StatusCode.FailedPrecondition, "fx-eurusd@1 is a member of fx@1: unload the bundle.")]
    [InlineData("none", StatusCode.NotFound, "No model 'none' is loaded.")]
    [InlineData("../x", StatusCode.InvalidArgument, "'../x' is not a package: its name must match ^[a-z0-9][a-z0-9_-]{0,63}$.")]
    public async Task Unload_NotFree_IsRefused(string name, StatusCode code, string message) =>
        (await Should.ThrowAsync<RpcException>(async () =>
            await Admin.RepositoryModelUnloadAsync(new RepositoryModelUnloadRequest { ModelName = name }))).Status.ShouldBe(new Status(code, message));

    [Theory]
    [InlineData("none", StatusCode.NotFound, "There is no package 'none'.")]
    [InlineData("fx-eurusd", StatusCode.FailedPrecondition, "fx-eurusd@1 is one part of a model: ask for the bundle that it belongs to.")]
    public async Task Load_NotAModel_IsRefused(string name, StatusCode code, string message) =>
        (await Should.ThrowAsync<RpcException>(async () =>
            await Admin.RepositoryModelLoadAsync(new RepositoryModelLoadRequest { ModelName = name }))).Status.ShouldBe(new Status(code, message));

    [Fact]
    public async Task Load_UploadedFileOrOtherRepository_IsRefused()
    {
        var upload = new RepositoryModelLoadRequest
        {
            ModelName = "noop",
            Parameters = { ["file:1/model.onnx"] = new ModelRepositoryParameter { BytesParam = ByteString.CopyFrom(1) } },
        };
        var elsewhere = new RepositoryModelLoadRequest { RepositoryName = "s3", ModelName = "noop" };

        (await Should.ThrowAsync<RpcException>(async () => await Admin.RepositoryModelLoadAsync(upload))).Status.Detail.ShouldBe(
            "Parameter 'file:1/model.onnx' is not known: 'version' alone is. Packages come from the repository and are not uploaded.");
        (await Should.ThrowAsync<RpcException>(async () => await Admin.RepositoryModelLoadAsync(elsewhere))).Status.Detail.ShouldBe(
            "There is no repository 's3': there is one, leave its name empty.");
    }

    [Fact]
    public async Task Reflection_ListsTheService()
    {
        using var call = new ServerReflection.ServerReflectionClient(_server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "*" });
        (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();

        call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ShouldContain(
            "inference.GRPCInferenceService");
    }

    private async Task<byte[]> CallAsync(string method, byte[] request)
    {
        var call = new Method<byte[], byte[]>(MethodType.Unary, "inference.GRPCInferenceService", method, Bytes, Bytes);
        return await _server.Channel.CreateCallInvoker().AsyncUnaryCall(call, null, default, request);
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", ""));
}

using Grpc.Core;

namespace Bqx.Grpc.Tests.Core;

public sealed class StatusTests
{
    [Fact]
    public void ToString_CodeAndDetail_AsOfficial() =>
        new Status(StatusCode.NotFound, "no").ToString().ShouldBe("Status(StatusCode=\"NotFound\", Detail=\"no\")");

    [Fact]
    public void ToString_DebugException_Appended() =>
        new Status(StatusCode.Internal, "x", new IOException("y")).ToString().ShouldBe(
            "Status(StatusCode=\"Internal\", Detail=\"x\", DebugException=\"System.IO.IOException: y\")");

    [Fact]
    public void RpcException_OfStatus_MessageTrailersAndCause()
    {
        var cause = new IOException("y");
        var error = new RpcException(new Status(StatusCode.Internal, "x", cause));

        error.InnerException.ShouldBe(cause);
        error.Trailers.ShouldBeEmpty();
        error.StatusCode.ShouldBe(StatusCode.Internal);
    }

    [Fact]
    public void Marshaller_OfBytes_AlsoContextual() =>
        Marshallers.StringMarshaller.Deserializer(Marshallers.StringMarshaller.Serializer("é")).ShouldBe("é");

    [Fact]
    public void ServerServiceDefinition_SameMethodTwice_Refused()
    {
        var method = new Method<string, string>(
            MethodType.Unary, "s", "m", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        var builder = ServerServiceDefinition.CreateBuilder()
            .AddMethod(method, (string request, ServerCallContext _) => Task.FromResult(request));

        Should.Throw<ArgumentException>(
            () => builder.AddMethod(method, (string request, ServerCallContext _) => Task.FromResult(request)))
            .Message.ShouldContain("/s/m");
    }
}

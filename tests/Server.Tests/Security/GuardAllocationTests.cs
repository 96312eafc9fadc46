using Bqx.Core;
using Bqx.Server.Admission;
using Bqx.Server.Hosting;
using Bqx.Server.Security;
using Bqx.Server.Telemetry;
using Bqx.Server.Tests.Doubles;
using Bqx.TestKit;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bqx.Server.Tests.Security;

public sealed class GuardAllocationTests
{
    private static readonly Method<string, string> Predict = new(
        MethodType.Unary, "bqx.v1.Prediction", "Predict", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    [Fact]
    public void Around_KeyThatWasSeen_AllocatesNothing()
    {
        using var file = new KeyFile();
        var key = file.Add("desk", ApiRoles.Predict, new ApiRate(1e9, 1_000_000));
        using var meters = new TestMeters();
        using var files = new SecurityFiles(Options.Create(new ServerOptions { ApiKeys = file.Path }), new FakeTimeProvider(), NullLogger<SecurityFiles>.Instance);
        var served = 0;
        var guarded = Guard(files, meters).Around(Predict, _ =>
        {
            served++;
            return Task.CompletedTask;
        });
        var http = new DefaultHttpContext();
        http.Features.Set(new ClientConnection(ListenerRole.Grpc));
        http.Request.Headers.Authorization = $"Bearer {key}";
        Run(guarded, http, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(guarded, http, 10_000);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        served.ShouldBe(10_100);
    }

    [Fact]
    public void Around_NoFileOfKeys_IsTheMethodItself()
    {
        using var meters = new TestMeters();
        using var files = new SecurityFiles(Options.Create(new ServerOptions { ApiKeys = null }), new FakeTimeProvider(), NullLogger<SecurityFiles>.Instance);
        RequestDelegate inner = _ => Task.CompletedTask;

        Guard(files, meters).Around(Predict, inner).ShouldBeSameAs(inner);
    }

    private static CallGuard Guard(SecurityFiles files, TestMeters meters)
    {
        var options = Options.Create(new AdmissionOptions());
        var (time, metrics) = (new FakeTimeProvider(), new AdmissionMetrics(meters));
        return new CallGuard(files, new CallAdmission(new InferenceGate(options, time), options, metrics, time), metrics, NullLogger<CallGuard>.Instance);
    }

    private static void Run(RequestDelegate guarded, HttpContext http, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            guarded(http).IsCompletedSuccessfully.ShouldBeTrue();
        }
    }
}

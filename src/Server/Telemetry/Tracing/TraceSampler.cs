using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Bqx.Server.Telemetry;

/// <summary>What of that which begins a trace is traced: a share of the bars, a share of the calls, and nothing else, such as polling.</summary>
internal sealed class TraceSampler(TelemetryOptions options) : Sampler
{
    private readonly TraceIdRatioBasedSampler _bars = new(options.BarShare);
    private readonly TraceIdRatioBasedSampler _calls = new(options.CallShare);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) => samplingParameters.Kind switch
    {
        ActivityKind.Consumer => _bars.ShouldSample(samplingParameters),
        ActivityKind.Server => _calls.ShouldSample(samplingParameters),
        _ => new SamplingResult(SamplingDecision.Drop),
    };
}

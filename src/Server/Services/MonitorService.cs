using Bqx.Core;
using Bqx.Server.Predictions;
using Bqx.Server.Quality;
using Bqx.Server.Telemetry;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bqx.Server.Services;

/// <summary>bqx.v1.Monitor: reads what is kept up to date elsewhere.</summary>
internal sealed class MonitorService(
    QualityTracker tracker, PredictionBoard board, MetricsText text, PredictionMetrics metrics) : V1.Monitor.MonitorBase
{
    private const double Median = 0.5;
    private const double Tail = 0.99;

    public override Task<V1.QualityReply> Quality(V1.QualityRequest request, ServerCallContext context)
    {
        try
        {
            var pairs = RequestRules.Pairs(request.Pairs);
            var label = request.Label.Length == 0 ? PredictionSnapshot.DefaultLabel : RequestRules.Label(request.Label);
            var reply = new V1.QualityReply { Label = label };
            if (tracker.Current.TryGetValue(label, out var quality))
            {
                reply.Target = PredictionMessages.Of(quality.Target);
                reply.Windows.AddRange(quality.Windows.Select(window => Of(window, pairs)));
            }
            else if (!board.Current.ByLabel.ContainsKey(label))
            {
                throw new FaultException(Fault.UnknownModel, $"No label '{FaultException.Excerpt(label)}' is served.");
            }

            return Task.FromResult(reply);
        }
        catch (FaultException fault)
        {
            throw FaultStatus.ToRpc(fault);
        }
    }

    public override Task<V1.LatencyReply> Latency(V1.LatencyRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.LatencyReply
        {
            Predict = Of(text.Read(metrics.PredictDuration)),
            BarToPrediction = Of(text.Read(metrics.BarToPrediction)),
        });

    private static V1.QualityWindow Of(WindowFigures window, IReadOnlyList<Pair> pairs)
    {
        var message = new V1.QualityWindow { Minutes = window.Minutes, Total = Of(window.Total) };
        message.Pairs.AddRange(
            from pair in pairs
            where window.ByPair[pair.Index] is not null
            select new V1.PairQuality { Pair = pair.Name, Quality = Of(window.ByPair[pair.Index]) });
        return message;
    }

    private static V1.Quality? Of(QualityFigures? figures)
    {
        if (figures is null)
        {
            return null;
        }

        var message = new V1.Quality
        {
            Count = (ulong)figures.Count,
            MeanAbsoluteError = figures.MeanAbsolute,
            RootMeanSquaredError = Math.Sqrt(figures.MeanSquared),
            DirectionalAccuracy = figures.DirectionalAccuracy,
            IntervalCoverage = figures.Coverage,
        };
        if (figures.Skill is { } skill)
        {
            message.Skill = skill;
        }

        return message;
    }

    private static V1.LatencySummary Of(HistogramReading histogram) => new()
    {
        Count = (ulong)histogram.Count, P50 = Of(histogram.Quantile(Median)), P99 = Of(histogram.Quantile(Tail)),
    };

    private static Duration? Of(double? seconds) => seconds is { } value ? Duration.FromTimeSpan(TimeSpan.FromSeconds(value)) : null;
}

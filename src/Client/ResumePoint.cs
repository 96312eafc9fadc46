using Bqx.V1;

namespace Bqx.Client;

/// <summary>
/// How far a subscription has come, over all its streams. A stream begins with what is published now: after a reconnect that may be what was
/// delivered already, or, from another server that is behind, something older.
/// </summary>
internal sealed class ResumePoint
{
    private SubscribeReply? _last;

    /// <summary>Whether an answer is news: of a later minute than the last delivered, or of the same with other predictions. It is the last delivered then.</summary>
    public bool TryPass(SubscribeReply reply)
    {
        if (_last is { } last && (CloseOf(reply) < CloseOf(last) || (CloseOf(reply) == CloseOf(last) && SaysTheSame(reply, last))))
        {
            return false;
        }

        _last = reply;
        return true;
    }

    // A minute is closed for all pairs together; a pair whose own bars are late says an earlier one.
    private static DateTimeOffset CloseOf(SubscribeReply reply) => reply.Predictions
        .Select(prediction => prediction.Prediction.Close.ToDateTimeOffset())
        .DefaultIfEmpty(DateTimeOffset.MinValue)
        .Max();

    // When it was published, and how old it is by now, differs between servers.
    private static bool SaysTheSame(SubscribeReply one, SubscribeReply other) =>
        one.Predictions.Count == other.Predictions.Count && one.Predictions.Zip(other.Predictions).All(pair => Content(pair.First).Equals(Content(pair.Second)));

    private static PredictReply Content(PredictReply reply)
    {
        var content = reply.Clone();
        content.Age = null;
        content.Prediction.PublishedAt = null;
        return content;
    }
}

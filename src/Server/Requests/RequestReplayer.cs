using Bqx.Core;
using Bqx.Plugins.Hosting;
using Bqx.Server.Predictions;
using Bqx.Server.Services;
using Google.Protobuf;

namespace Bqx.Server.Requests;

/// <summary>Answers logged requests again: the same package on the same rows, and all that the server does with what it says.</summary>
internal sealed class RequestReplayer(ModelHost host, FeatureSchema schema)
{
    private readonly Dictionary<ModelId, (LoadedModel? Model, string Refusal)> _models = [];

    // What the last whole input gave: requests of one minute share it.
    private (RequestInput? Input, LoadedModel? Model, ModelOutput[] Outputs) _last = (null, null, []);

    /// <summary>Null where the answer is the same in every bit; else what differs, or why there is no answer.</summary>
    public async Task<ReplayFinding?> ReplayAsync(LoggedRequest request, CancellationToken cancellationToken)
    {
        var (model, refusal) = await FindAsync(request.Model, cancellationToken);
        if (model is null || model.Digest != request.ModelDigest)
        {
            return new ReplayFinding(
                request.Id, request.At, request.Method, request.Pair.Name, $"{request.Model}", Answered: false,
                model is null ? refusal : $"The package has digest {model.Digest}, the answer is of {request.ModelDigest}.");
        }

        try
        {
            var answer = Answer(model, request);
            return answer.AsSpan().SequenceEqual(request.Answer.Span)
                ? null
                : Different(request, answer);
        }
        catch (Exception error) when (error is FaultException or InvalidProtocolBufferException)
        {
            return new ReplayFinding(request.Id, request.At, request.Method, request.Pair.Name, $"{request.Model}", Answered: false, error.Message);
        }
    }

    private async Task<(LoadedModel? Model, string Refusal)> FindAsync(ModelId id, CancellationToken cancellationToken)
    {
        if (!_models.TryGetValue(id, out var found))
        {
            try
            {
                found = (await host.LoadAsync(id, cancellationToken), "");
            }
            catch (FaultException refused)
            {
                found = (null, refused.Message);
            }

            _models.Add(id, found);
        }

        return found;
    }

    private byte[] Answer(LoadedModel model, LoggedRequest request)
    {
        var composer = new PredictionComposer(model, schema, new SignalRule(SignalRuleText.Parse(request.SignalRule)));
        var output = request.IsHead ? RunHead(model, request) : Run(model, request.Input)[request.Position];
        var width = request.Input.Rows.Length / request.Input.Pairs.Count;
        var row = request.Input.Rows.Slice(request.Position * width, width).Span;
        if (request.Method == nameof(PredictionService.PredictVector))
        {
            var said = V1.PredictVectorReply.Parser.ParseFrom(request.Answer.Span).Prediction;
            return VectorMessages.Of(Compose(said, row), hasBar: said.Close is not null).ToByteArray();
        }

        var published = new PublishedPrediction(Compose(V1.PredictReply.Parser.ParseFrom(request.Answer.Span).Prediction, row));
        return new PublishedReply(published, request.IsStale, request.Age).ToMessage().ToByteArray();

        // The bar and the time of publication are not the model's: they are taken from the answer.
        PairPrediction Compose(V1.PairPrediction said, ReadOnlySpan<float> features)
        {
            var publishedAt = said.PublishedAt.ToDateTimeOffset();
            var close = said.Close is null ? Minute.Floor(publishedAt) : Minute.Floor(said.Close.ToDateTimeOffset());
            return composer.Compose(request.Pair, (close, said.Price), features, output, request.Flags, publishedAt);
        }
    }

    private ModelOutput[] Run(LoadedModel model, RequestInput input)
    {
        if (_last.Input?.Digest == input.Digest && ReferenceEquals(_last.Model, model))
        {
            return _last.Outputs;
        }

        var outputs = new ModelOutput[input.Pairs.Count];
        if (!model.TryPredict(input.Rows, input.Pairs.ToArray(), outputs))
        {
            throw new FaultException(Fault.ModelFailed, $"{model.Id} has been freed.");
        }

        _last = (input, model, outputs);
        return outputs;
    }

    private static ModelOutput RunHead(LoadedModel model, LoggedRequest request)
    {
        var outputs = new ModelOutput[1];
        return model.Graphs[2 + request.Pair.Index].TryRun(request.Input.Rows, request.Pair, ModelOutput.Numbers(outputs))
            ? outputs[0]
            : throw new FaultException(Fault.ModelFailed, $"{model.Id} has been freed.");
    }

    private static ReplayFinding Different(LoggedRequest request, byte[] answer)
    {
        var (then, now) = request.Method == nameof(PredictionService.PredictVector)
            ? (V1.PredictVectorReply.Parser.ParseFrom(request.Answer.Span).Prediction, V1.PredictVectorReply.Parser.ParseFrom(answer).Prediction)
            : (V1.PredictReply.Parser.ParseFrom(request.Answer.Span).Prediction, V1.PredictReply.Parser.ParseFrom(answer).Prediction);
        var fields = V1.PairPrediction.Descriptor.Fields.InDeclarationOrder()
            .Where(field => !Equals(field.Accessor.GetValue(then), field.Accessor.GetValue(now)))
            .Select(field => field.Name);
        return new ReplayFinding(
            request.Id, request.At, request.Method, request.Pair.Name, $"{request.Model}", Answered: true, $"Differs in {string.Join(", ", fields)}.");
    }
}

using Bqx.Core;
using Bqx.Learning.Training;

namespace Bqx.Trainer.Training;

/// <summary>What to train, and on which bars.</summary>
internal sealed record TrainRequest
{
    /// <summary>The models that can be trained.</summary>
    public static readonly IReadOnlyList<string> Models = ["ridge", "mlp"];

    /// <value><c>ridge</c> or <c>mlp</c>. Default: ridge.</value>
    public string Model { get; init; } = "ridge";

    /// <value>Name of the package. Default: bqx.</value>
    public string Name { get; init; } = "bqx";

    /// <value>Market minutes between two rows of a pair; lengthened when the rows would not fit into memory. Default: 15.</value>
    public int Stride { get; init; } = 15;

    /// <value>Only the last so many days before the last bar; null: all.</value>
    public int? Days { get; init; }

    /// <value>Only bars that close after this instant; null: from the first, or as <see cref="Days"/> says.</value>
    public Minute? From { get; init; }

    /// <value>Only bars that close up to this instant; null: to the last, or to the lock box.</value>
    public Minute? To { get; init; }

    /// <value>Seed of every random choice. Default: 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>The command line that asks for the same.</summary>
    public string CommandLine => string.Join(' ', Words());

    /// <summary>The trainer of <see cref="Model"/>.</summary>
    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: there is none.</exception>
    public IModelTrainer CreateTrainer() => Model switch
    {
        "ridge" => new RidgeTrainer(),
        "mlp" => new MlpTrainer(new MlpOptions { Seed = Seed }),
        _ => throw new FaultException(
            Fault.InvalidInput, $"'{FaultException.Excerpt(Model)}' is not a model: {string.Join(" and ", Models)} are."),
    };

    private IEnumerable<string> Words()
    {
        yield return $"train --model {Model} --name {Name} --stride {Stride} --seed {Seed}";
        if (Days is { } days)
        {
            yield return $"--days {days}";
        }

        if (From is { } from)
        {
            yield return $"--from {from}";
        }

        if (To is { } to)
        {
            yield return $"--to {to}";
        }
    }
}

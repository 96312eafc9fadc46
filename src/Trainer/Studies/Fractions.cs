using Bqx.Learning.Training;
using Bqx.Trainer.Hosting;

namespace Bqx.Trainer.Studies;

/// <summary>Progress of a training as a fraction of its stage.</summary>
internal static class Fractions
{
    public static IProgress<TrainProgress> Of(IProgress<double> progress) => new Relay<TrainProgress>(step => progress.Report(step.Fraction));
}

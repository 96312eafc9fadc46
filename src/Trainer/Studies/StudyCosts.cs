using System.Collections.Immutable;
using Bqx.Core;
using Bqx.Learning.Inspection;

namespace Bqx.Trainer.Studies;

/// <summary>
/// What the stages of a study take, from counts of rows and operations. The rates are those of one core of a 2.5 GHz server with
/// AVX-512, measured there; <paramref name="speed"/> scales them to this machine (1: the same).
/// </summary>
/// <param name="speed">How fast this machine multiplies matrices, relative to that core.</param>
internal sealed class StudyCosts(double speed)
{
    private const double NetFlops = 90e9;          // step graphs, float32, a core
    private const double GramFlops = 8e9;          // sums of products of features, a core
    private const double ReplayMinute = 75e-6;     // reading and advancing all pairs by a minute, seconds
    private const double Row = 6e-6;               // taking a labelled row
    private const double TreeCell = 1.6e-9;        // a row × feature × level × round
    private const double GraphMinute = 90e-6;      // testing all 756 edges, a minute of returns
    private const double Controls = 110;
    private const double Trial = 40;               // of the nets and of the trees, on a capped number of rows
    private const double Encoder = 6 * 1.165e6;    // operations a sample and step: forward and backward
    private const double Head = 6 * 0.29e6;
    private const int Features = 802;
    private const int Inputs = 866;
    private const int Selected = 50;
    private const int TreeDepth = 5;
    private const int TreeTargets = 10;
    private const int HeadVariants = 3;
    private const int HierarchicalFits = 3;

    public ImmutableArray<StageEstimate> Of(StudyKind kind, StudyEffort effort, IReadOnlyList<PlannedFold> folds, int pairs, int threads)
    {
        var estimates = ImmutableArray.CreateBuilder<StageEstimate>();
        var minutes = folds.Count == 0 ? 0 : folds.Max(fold => fold.Test.Last) - folds.Min(fold => fold.Train.First);
        var cores = Math.Min(threads, Environment.ProcessorCount);
        var nets = NetFlops * speed * (1 + (0.85 * (cores - 1)));
        var train = folds.Sum(fold => Rows(fold.Train.Length));
        var all = folds.Sum(fold => Rows(fold.Minutes));
        Add("controls", kind == StudyKind.All ? Controls / speed : 0);
        Add("graphs", folds.Sum(fold => fold.Train.Length) * GraphMinute / speed);
        Add("rows", ((minutes * ReplayMinute) + (Rows(minutes) * Row * 1.5)) / speed);
        if (kind != StudyKind.Autoencoder)
        {
            Add("selection", folds.Count * 60 / speed);
        }

        if (kind is not (StudyKind.Baseline or StudyKind.Hierarchical))
        {
            Add("autoencoder", ((train * Encoder * effort.EncoderEpochs) + (all * Encoder)) / nets);
            Add("PCA", ((train * Features * Features) / (GramFlops * speed)) + (folds.Count * 5 / speed));
        }

        if (kind is StudyKind.Multitask or StudyKind.Ensemble or StudyKind.All)
        {
            Add("search", effort.Trials * Trial / speed);
            Add("nets", HeadVariants * train * Head * effort.HeadEpochs / nets);
            Add("importance of inputs", (double)new NetInspectionOptions().ImportanceRows * Inputs * Head / 3 / nets);
        }

        if (kind is StudyKind.Baseline or StudyKind.Ensemble or StudyKind.All)
        {
            Add("ridge", train * Features * Features / (GramFlops * speed));
            Add("trees", 2 * train * Selected * TreeDepth * effort.TreeRounds * TreeTargets * TreeCell / speed);
        }

        if (kind is StudyKind.Hierarchical or StudyKind.All)
        {
            Add("hierarchical", HierarchicalFits * train * Head * effort.HierarchicalEpochs / nets);
        }

        Add("judgement", 60 / speed);
        return estimates.ToImmutable();

        double Rows(int length) => (double)length / effort.Stride * pairs;

        void Add(string stage, double seconds)
        {
            if (seconds > 0)
            {
                estimates.Add(new StageEstimate(stage, Math.Round(seconds, 1)));
            }
        }
    }
}

namespace Bqx.Learning.Tests.Splits;

/// <summary>A split without an embargo, one that assigns rows, and a lock box without its key do not compile.</summary>
public sealed class CompilationTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>?> Errors = new(() => SnippetCompiler.Compile(
        ["Bqx.Core", "Bqx.Learning.Datasets", "Bqx.Learning.Splits", "Bqx.Learning.Training"],
        "Dataset dataset, MinuteRange a, MinuteRange b, MinuteRange c, MinuteRange d, int[] shuffled, LockBox box, LockBoxKey key",
        [.. Cases.Select(row => row.Data.Item1)]));

    /// <summary>An expression, and the error that the compiler must give; none where it must compile.</summary>
    public static TheoryData<string, string> Cases => new()
    {
        { "PurgedSplit.Of(Embargo.For(Target.Primary), a, b, c, d)", "" },
        { "PurgedSplit.Divide(a, Embargo.For(Target.MultiHorizon))", "" },
        { "TrainingData.Prepare(dataset, PurgedSplit.Divide(a, Embargo.For(Target.Primary)))", "" },
        { "box.Range(key)", "" },
        { "PurgedSplit.Of(a, b, c, d)", "CS7036" },
        { "PurgedSplit.Divide(a)", "CS7036" },
        { "PurgedSplit.Of(shuffled, shuffled, shuffled, shuffled, shuffled)", "CS1503" },
        { "new PurgedSplit(Embargo.For(Target.Primary), a, b, c, d)", "CS1729" },
        { "new Embargo(0)", "CS1729" },
        { "new Fold(0, null)", "CS1729" },
        { "TrainingData.Prepare(dataset, shuffled)", "CS1503" },
        { "TrainingData.Prepare(dataset, train: shuffled, test: shuffled)", "CS1739" },
        { "new TrainingData(dataset, shuffled)", "CS1729" },
        { "box.Range()", "CS7036" },
        { "new LockBoxKey(null)", "CS1729" },
        { "new LockBox(a)", "CS1729" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Expression_Compiled_GivesTheError(string expression, string error)
    {
        Assert.SkipWhen(Errors.Value is null, "There is no SDK beside this runtime.");
        Errors.Value![expression].ShouldBe(error);
    }
}

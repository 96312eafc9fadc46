using System.Buffers;
using System.Runtime.Intrinsics;

namespace Bqx.Features.Tests.Rolling;

public sealed class ShadowBankTests
{
    private static readonly int[] Windows = [3, 5, 8, 13, 21, 34, 55, 89];

    [Fact]
    public void Slide_RandomValues_IsLaneByLaneTheSingleSums()
    {
        var random = new Random(4);
        var values = Enumerable.Range(0, 700).Select(_ => random.NextDouble() - 0.5).ToArray();
        var singles = Windows.Select(window => new ShadowSum(window)).ToArray();
        var phases = new ShadowPhases(Windows);
        var bank = new ShadowBank();
        for (var i = 0; i < values.Length; i++)
        {
            var leaving = Windows.Select(window => i >= window ? values[i - window] : 0).ToArray();
            phases.MoveTo(5000 + i);
            bank.Slide(phases, Vector512.Create(values[i]), Vector512.Create<double>(leaving));
            for (var lane = 0; lane < ShadowBank.Lanes; lane++)
            {
                singles[lane].Slide((5000 + i) % Windows[lane], values[i], leaving[lane]);
                bank.Sums[lane].ShouldBe(singles[lane].Value);
            }

            bank = i % 100 == 50 ? Reloaded(bank) : bank;
        }
    }

    [Fact]
    public void Reset_AfterValues_IsZero()
    {
        var phases = new ShadowPhases(Windows);
        phases.MoveTo(1);
        var bank = new ShadowBank();
        bank.Slide(phases, Vector512.Create(2.5), Vector512<double>.Zero);
        bank.Sums[0].ShouldBe(2.5);
        bank.Reset();
        bank.Sums.ShouldBe(Vector512<double>.Zero);
    }

    [Fact]
    public void Phases_NotEightWindows_AreRefused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new ShadowPhases([60]));

    private static ShadowBank Reloaded(ShadowBank bank)
    {
        var output = new ArrayBufferWriter<byte>();
        bank.Save(new SnapshotWriter(output));
        var reader = new SnapshotReader(output.WrittenSpan);
        var loaded = new ShadowBank();
        loaded.Load(ref reader);
        reader.Remaining.ShouldBe(0);
        return loaded;
    }
}

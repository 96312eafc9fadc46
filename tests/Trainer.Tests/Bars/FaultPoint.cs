namespace Bqx.Trainer.Tests.Bars;

/// <summary>Where an import is cut off.</summary>
public enum FaultPoint
{
    BeforeBegin,
    AfterBegin,
    BeforeFirstMonth,
    AfterFirstMonth,
    InSecondMonth,
    AfterLastMonth,
    BeforeFinish,
    AfterFinish,
}

namespace Bqx.Core;

/// <summary>Why a row or a bar was not taken.</summary>
public enum BarRejection
{
    /// <summary>It is fine.</summary>
    None,

    /// <summary>The row cannot be read.</summary>
    Malformed,

    /// <summary>The time has seconds.</summary>
    NotOnMinute,

    /// <summary>A price is zero or negative.</summary>
    NonPositivePrice,

    /// <summary>A price has more decimals than the pair's tick.</summary>
    OffGrid,

    /// <summary>A price is above <see cref="Bar.MaxTicks"/>.</summary>
    PriceTooHigh,

    /// <summary>High is not the highest, or low not the lowest, of the four prices.</summary>
    OhlcOrder,

    /// <summary>The market is shut then: it is open from Sunday 17:00 to Friday 17:00 New York time.</summary>
    OutOfSession,

    /// <summary>A later bar of the pair has been taken already.</summary>
    OutOfOrder,

    /// <summary>The same bar has just been taken: nothing is lost.</summary>
    Repeated,

    /// <summary>A bar of the same minute with other values has just been taken.</summary>
    Conflicting,

    /// <summary>A price is more than the limit away from the last close, and the next bar did not confirm it.</summary>
    Spike,

    /// <summary>The name is not one of the 28 pairs.</summary>
    UnknownPair,

    /// <summary>It closes later than the clock allows.</summary>
    InFuture,
}

using Bqx.Core;

namespace Bqx.Features;

/// <summary>Family 16: the same values for all pairs, computed once a minute.</summary>
internal sealed class TimeState(MarketState market) : FamilyState
{
    private const int Day = MarketCalendar.MinutesPerDay;
    private const int Week = MarketCalendar.MinutesPerWeek;
    private const int EdgeOfWeek = 180;

    private readonly float[] _values = new float[20];
    private int _week = -1;
    private WeekClocks _clocks;

    public override void Advance()
    {
        var week = market.Number / Week;
        if (week != _week)
        {
            _week = week;
            _clocks = WeekClocks.Of(week);
        }

        Fill((market.Number % Week) + 1);
    }

    public override void Write(int pair, Span<float> values) => _values.CopyTo(values);

    public override void Reset()
    {
    }

    public override void Save(SnapshotWriter writer)
    {
    }

    public override void Load(ref SnapshotReader reader)
    {
        if (market.Number > 0)
        {
            Advance();
        }
    }

    // w: market minutes since the week's open, 1..7200. At 17:00 New York the trading day that ends is the current one.
    private void Fill(int w)
    {
        var minuteOfDay = w % Day;
        var tradingDay = (w - 1) / Day;
        for (var harmonic = 1; harmonic <= 3; harmonic++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * harmonic * minuteOfDay / Day);
            _values[(2 * harmonic) - 2] = (float)sin;
            _values[(2 * harmonic) - 1] = (float)cos;
        }

        var (daySin, dayCos) = Math.SinCos(2 * Math.PI * tradingDay / 5);
        _values[6] = (float)daySin;
        _values[7] = (float)dayCos;
        var sydney = _clocks.Sydney.IsWithin(w, 7, 16);
        var tokyo = _clocks.Tokyo.IsWithin(w, 9, 18);
        var london = _clocks.London.IsWithin(w, 8, 17);
        var newYork = _clocks.NewYork.IsWithin(w, 8, 17);
        _values[8] = Flag(sydney);
        _values[9] = Flag(tokyo);
        _values[10] = Flag(london);
        _values[11] = Flag(newYork);
        _values[12] = Flag(tokyo && london);
        _values[13] = Flag(london && newYork);
        _values[14] = LogShare(w, Week);
        _values[15] = LogShare(_clocks.London.MinutesSince(w, 8), Day - 1);
        _values[16] = LogShare(_clocks.NewYork.MinutesSince(w, 8), Day - 1);
        _values[17] = (Day - minuteOfDay) % Day / (float)Day;
        _values[18] = Flag(w <= EdgeOfWeek);
        _values[19] = Flag(w > Week - EdgeOfWeek);
    }

    private static float LogShare(int minutes, int most) => (float)(Math.Log(1 + minutes) / Math.Log(1 + most));

    private static float Flag(bool value) => value ? 1 : 0;
}

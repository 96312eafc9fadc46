-- Pairs in index order, so that sorting by pair is sorting by index.
create type bqx.pair as enum (
    'EURGBP', 'EURAUD', 'EURNZD', 'EURUSD', 'EURCAD', 'EURCHF', 'EURJPY',
    'GBPAUD', 'GBPNZD', 'GBPUSD', 'GBPCAD', 'GBPCHF', 'GBPJPY',
    'AUDNZD', 'AUDUSD', 'AUDCAD', 'AUDCHF', 'AUDJPY',
    'NZDUSD', 'NZDCAD', 'NZDCHF', 'NZDJPY',
    'USDCAD', 'USDCHF', 'USDJPY',
    'CADCHF', 'CADJPY',
    'CHFJPY');

-- A table by pair of a partitioned root, itself partitioned by month: bqx.m1 -> bqx.m1_eurusd -> bqx.m1_eurusd_2017_01.
create function bqx.create_pair_partitions(root text) returns void language plpgsql as $$
declare
    pair text;
begin
    for pair in select enumlabel from pg_enum where enumtypid = 'bqx.pair'::regtype order by enumsortorder loop
        execute format(
            'create table bqx.%I partition of bqx.%I for values in (%L) partition by range (ts)', root || '_' || lower(pair), root, pair);
    end loop;
end $$;

-- One-minute bars. ts is the bar's close; prices are ticks: 1/100,000, or 1/1,000 where the quote is JPY.
create table bqx.m1 (
    pair bqx.pair not null,
    ts timestamptz not null,
    open integer not null,
    high integer not null,
    low integer not null,
    close integer not null,
    volume real not null,
    flags smallint not null,
    primary key (pair, ts)
) partition by list (pair);
select bqx.create_pair_partitions('m1');

create function bqx.tick(pair bqx.pair) returns numeric language sql immutable parallel safe
    return case when right(pair::text, 3) = 'JPY' then 0.001 else 0.00001 end;

create view bqx.m1_price as
select pair, ts, open * bqx.tick(pair) as open, high * bqx.tick(pair) as high, low * bqx.tick(pair) as low,
    close * bqx.tick(pair) as close, volume, flags
from bqx.m1;

-- Bars that were put in beside the live stream, by transaction: nothing before since has changed in it.
create table bqx.bar_change (
    txid xid8 not null default pg_current_xact_id(),
    since timestamptz not null,
    at timestamptz not null default now()
);

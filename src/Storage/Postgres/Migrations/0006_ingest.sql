-- Imports of bar files. through: bars up to it are committed, in the transaction that commits them.
create table bqx.ingest_file (
    id bigint generated always as identity primary key,
    name text not null check (length(name) between 1 and 400),
    content bytea not null check (length(content) = 32),
    pair bqx.pair not null,
    options text not null,
    through timestamptz,
    read_rows bigint not null default 0,
    accepted bigint not null default 0,
    changed bigint not null default 0,
    rejected bigint not null default 0,
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    unique (content, pair, options)
);

create type bqx.bar_rejection as enum (
    'malformed', 'not_on_minute', 'non_positive_price', 'off_grid', 'price_too_high', 'ohlc_order', 'out_of_session', 'out_of_order',
    'repeated', 'conflicting', 'spike', 'unknown_pair', 'in_future');

-- Bars that were set aside, as they came. import_id is null for live bars.
create table bqx.quarantine (
    id bigint generated always as identity primary key,
    pair bqx.pair,
    ts timestamptz,
    reason bqx.bar_rejection not null,
    source text not null check (length(source) <= 400),
    line bigint not null,
    raw text not null check (length(raw) <= 200),
    import_id bigint references bqx.ingest_file on delete cascade,
    seen_at timestamptz not null default now()
);
create index quarantine_pair on bqx.quarantine (pair, id);
create index quarantine_reason on bqx.quarantine (reason, id);
create index quarantine_import on bqx.quarantine (import_id);

-- Who takes live bars. A writer names its epoch in the transaction of every write; a later holder has a higher one.
create table bqx.ingest_lease (
    single boolean primary key default true check (single),
    epoch bigint not null,
    holder text not null,
    since timestamptz not null default now()
);
insert into bqx.ingest_lease (epoch, holder) values (0, '');

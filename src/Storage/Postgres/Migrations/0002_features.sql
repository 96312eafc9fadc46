-- Feature families by minute. Their columns, all real, are added from the catalogue when they are first written.
create table bqx.bqx (pair bqx.pair not null, ts timestamptz not null, primary key (pair, ts)) partition by list (pair);
select bqx.create_pair_partitions('bqx');

create table bqx.reg (pair bqx.pair not null, ts timestamptz not null, primary key (pair, ts)) partition by list (pair);
select bqx.create_pair_partitions('reg');

-- The latest complete vector of each pair: the fallback when the cache is empty. values: little-endian float32.
create table bqx.feature_vector (
    pair bqx.pair primary key,
    ts timestamptz not null,
    fingerprint bytea not null check (length(fingerprint) = 32),
    flags smallint not null,
    "values" bytea not null check (length("values") % 4 = 0),
    written_at timestamptz not null
);

-- Snapshots of the streaming engine, the last three of a fingerprint.
create table bqx.engine_state (
    fingerprint bytea not null check (length(fingerprint) = 32),
    ts timestamptz not null,
    state bytea not null,
    written_at timestamptz not null default now(),
    primary key (fingerprint, ts)
);
alter table bqx.engine_state alter column state set storage external;

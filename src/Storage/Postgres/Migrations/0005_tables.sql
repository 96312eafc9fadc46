-- Cross-pair families and embeddings by minute, columns as in 0002. A row of lead_lag names the graph that its lags come from, a row of
-- embeddings the encoder: without it the values cannot be told from those of another fit.
create table bqx.cross_pair_momentum (pair bqx.pair not null, ts timestamptz not null, primary key (pair, ts)) partition by list (pair);
select bqx.create_pair_partitions('cross_pair_momentum');

create table bqx.cross_pair_volatility (pair bqx.pair not null, ts timestamptz not null, primary key (pair, ts)) partition by list (pair);
select bqx.create_pair_partitions('cross_pair_volatility');

create table bqx.cross_pair_correlation_drift (pair bqx.pair not null, ts timestamptz not null, primary key (pair, ts)) partition by list (pair);
select bqx.create_pair_partitions('cross_pair_correlation_drift');

create table bqx.cross_pair_lead_lag (
    pair bqx.pair not null, ts timestamptz not null, graph bytea not null check (length(graph) = 32), primary key (pair, ts)
) partition by list (pair);
select bqx.create_pair_partitions('cross_pair_lead_lag');

create table bqx.autoencoder_embeddings (
    pair bqx.pair not null, ts timestamptz not null, encoder bytea not null check (length(encoder) = 32),
    e0 real, e1 real, e2 real, e3 real, e4 real, e5 real, e6 real, e7 real, e8 real, e9 real, e10 real, e11 real, e12 real, e13 real,
    e14 real, e15 real, e16 real, e17 real, e18 real, e19 real, e20 real, e21 real, e22 real, e23 real, e24 real, e25 real, e26 real,
    e27 real, e28 real, e29 real, e30 real, e31 real, e32 real, e33 real, e34 real, e35 real, e36 real, e37 real, e38 real, e39 real,
    e40 real, e41 real, e42 real, e43 real, e44 real, e45 real, e46 real, e47 real, e48 real, e49 real, e50 real, e51 real, e52 real,
    e53 real, e54 real, e55 real, e56 real, e57 real, e58 real, e59 real, e60 real, e61 real, e62 real, e63 real,
    primary key (pair, ts)
) partition by list (pair);
select bqx.create_pair_partitions('autoencoder_embeddings');

-- Reading one minute of all pairs without naming them. On a month of one pair with 144 columns (31,000 rows, 19 MB) that takes 1.37 ms by
-- the key, whose first column it does not give, and 0.07 ms by BRIN, which is 24 kB. bqx.m1 and bqx.prediction go without: nothing reads
-- them that way, a leaf of m1 is 2 MB, and every bulk load would pay.
create index on bqx.bqx using brin (ts) with (pages_per_range = 16);
create index on bqx.reg using brin (ts) with (pages_per_range = 16);
create index on bqx.cross_pair_momentum using brin (ts) with (pages_per_range = 16);
create index on bqx.cross_pair_volatility using brin (ts) with (pages_per_range = 16);
create index on bqx.cross_pair_correlation_drift using brin (ts) with (pages_per_range = 16);
create index on bqx.cross_pair_lead_lag using brin (ts) with (pages_per_range = 16);
create index on bqx.autoencoder_embeddings using brin (ts) with (pages_per_range = 16);

-- What a drift detector has seen, as of the bar that closed at ts. No pair: the pool of all. subject: a feature's name, or what is measured.
create table bqx.drift_event (
    id bigint generated always as identity primary key,
    ts timestamptz not null,
    pair bqx.pair,
    model bqx.model_id,
    detector text not null check (detector in ('adwin', 'cusum', 'baseline', 'psi')),
    level text not null check (level in ('warning', 'drift')),
    subject text not null check (length(subject) between 1 and 100),
    value double precision not null,
    baseline double precision,
    threshold double precision,
    detected_at timestamptz not null default now()
);
create index on bqx.drift_event (ts);
create index on bqx.drift_event (model, ts);

-- Everything that was tried, kept for ever: the deflated Sharpe ratio counts it. sharpe is that of one observation, not annualised;
-- kurtosis is raw (3 for a normal distribution).
create table bqx.trial (
    id bigint generated always as identity primary key,
    study text not null check (length(study) between 1 and 200),
    plan bytea not null check (length(plan) = 32),
    kind text not null check (length(kind) between 1 and 64),
    pair bqx.pair,
    target text not null,
    fold integer not null check (fold >= 0),
    train_from timestamptz not null,
    train_to timestamptz not null check (train_to > train_from),
    test_from timestamptz not null check (test_from > train_to),
    test_to timestamptz not null check (test_to > test_from),
    seed bigint not null,
    parameters jsonb not null,
    metrics jsonb not null,
    skill double precision,
    sharpe double precision,
    observations integer check (observations > 0),
    skewness double precision,
    kurtosis double precision,
    feature_fingerprint bytea not null check (length(feature_fingerprint) = 32),
    data_digest bytea not null check (length(data_digest) = 32),
    code_version text not null,
    package bqx.model_id,
    started_at timestamptz not null,
    ended_at timestamptz not null default now()
);
create index on bqx.trial (study, ended_at);

-- How far a rebuild of feature tables has come, and the engine there: an interrupted one goes on from it.
create table bqx.rebuild (
    request bytea primary key check (length(request) = 32),
    done timestamptz not null,
    state bytea not null,
    written_at timestamptz not null default now()
);
alter table bqx.rebuild alter column state set storage external;

-- A leaf for a pair and month, for those who may write but do not own the tables. True when it is new. It is built as a table of its own and
-- then attached, so that others of the pair's months go on being read and written.
create function bqx.ensure_leaf(root text, pair bqx.pair, month date) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    parent text := format('bqx.%I', root || '_' || lower(pair::text));
    leaf text := format('bqx.%I', root || '_' || lower(pair::text) || '_' || to_char(month, 'YYYY_MM'));
    low timestamptz := date_trunc('month', month::timestamp) at time zone 'UTC';
    high timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'UTC';
begin
    perform pg_advisory_xact_lock(hashtextextended(leaf, 0));
    if to_regclass(leaf) is not null then
        return false;
    end if;

    execute format('create table %s (like %s including defaults including constraints)', leaf, parent);
    execute format('alter table %s add constraint bounds check (pair = %L and ts >= %L and ts < %L)', leaf, pair, low, high);
    execute format('alter table %s add %s', leaf, (
        select pg_get_constraintdef(oid) from pg_constraint where conrelid = parent::regclass and contype = 'p'));
    execute format('alter table %s attach partition %s for values from (%L) to (%L)', parent, leaf, low, high);
    execute format('alter table %s drop constraint bounds', leaf);
    return true;
end $$;

-- Columns, real, for features that a table does not have yet. Looks first: adding even a column that is there locks out every reader.
create function bqx.ensure_feature_columns(root text, columns text[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    target regclass := format('bqx.%I', root)::regclass;
    missing text;
begin
    if root not in ('bqx', 'reg', 'cross_pair_momentum', 'cross_pair_volatility', 'cross_pair_correlation_drift', 'cross_pair_lead_lag') then
        raise exception '% is not a table of features', root using errcode = 'invalid_parameter_value';
    end if;

    for i in 1..2 loop
        select string_agg(format('add column if not exists %I real', name), ', ') into missing
        from unnest(columns) name
        where not exists (select from pg_attribute where attrelid = target and attname = name and not attisdropped);
        exit when missing is null;
        if i = 1 then
            -- The key of migrations: one schema change at a time. Somebody else may have added them meanwhile.
            perform pg_advisory_xact_lock(1651603457);
        else
            execute format('alter table %s %s', target, missing);
        end if;
    end loop;
end $$;

-- Groups without a login, for the roles that processes log in with: readers see everything, writers change rows and get the leaves that
-- they need, the owner of the schema migrates it and drops months. Roles are the cluster's, so another database may have made them.
do $$
declare
    role text;
begin
    foreach role in array array['bqx_reader', 'bqx_writer'] loop
        begin
            if to_regrole(role) is null then
                execute format('create role %I nologin', role);
            end if;
        exception
            when duplicate_object or unique_violation then
                null;
            when insufficient_privilege then
                raise notice 'Role % is not made: this needs the right to create roles.', role;
        end;
    end loop;

    revoke execute on function bqx.ensure_leaf, bqx.ensure_feature_columns from public;
    if to_regrole('bqx_reader') is not null then
        grant usage on schema bqx to bqx_reader;
        grant select on all tables in schema bqx to bqx_reader;
        alter default privileges in schema bqx grant select on tables to bqx_reader;
    end if;

    if to_regrole('bqx_writer') is not null then
        grant usage on schema bqx to bqx_writer;
        grant select, insert, update, delete on all tables in schema bqx to bqx_writer;
        revoke insert, update, delete on bqx.schema_version from bqx_writer;
        grant execute on function bqx.ensure_leaf, bqx.ensure_feature_columns to bqx_writer;
        alter default privileges in schema bqx grant select, insert, update, delete on tables to bqx_writer;
    end if;
end $$;

-- A sample of what was asked and answered, and what it takes to answer it again.
create table bqx.request_input (
    digest bytea primary key,
    pairs smallint[] not null,
    rows bytea not null,
    used_at timestamptz not null
);
create index request_input_used on bqx.request_input (used_at);

create table bqx.request (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    method text not null,
    pair bqx.pair not null,
    model text not null,
    version integer not null,
    model_digest bytea not null,
    input bytea not null references bqx.request_input,
    position smallint not null,
    is_head boolean not null,
    signal_rule text not null,
    flags integer not null,
    is_stale boolean not null,
    age bigint not null,
    answer bytea not null
);
create index request_at on bqx.request (at);
create index request_input_of on bqx.request (input);

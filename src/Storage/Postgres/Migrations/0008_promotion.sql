-- What was promoted when, and why.
create table bqx.promotion (
    id bigint generated always as identity primary key,
    label text not null check (label ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
    model bqx.model_id not null,
    previous bqx.model_id,
    judgement text not null check (length(judgement) <= 1000),
    forced text check (length(forced) between 1 and 1000),
    statistic double precision,
    at timestamptz not null default now()
);

create index promotion_label on bqx.promotion (label, id desc);

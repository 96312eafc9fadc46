-- Labels. A model is written name@version.
create domain bqx.model_id as text check (value ~ '^[a-z0-9][a-z0-9_-]{0,63}@[1-9][0-9]{0,9}$');

create table bqx.model_label (
    label text primary key check (label ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
    current bqx.model_id,
    previous bqx.model_id,
    requested bqx.model_id,
    reason text,
    revision bigint not null default 1,
    changed_at timestamptz not null default now()
);

create table bqx.replica (
    replica text primary key check (length(replica) between 1 and 200),
    seen_at timestamptz not null
);

create table bqx.replica_model (
    replica text not null references bqx.replica on delete cascade,
    model bqx.model_id not null,
    state text not null check (state in ('verifying', 'warming', 'ready', 'draining', 'unloaded', 'failed')),
    reason text,
    reported_at timestamptz not null default now(),
    primary key (replica, model)
);

-- Every change of a label is told, in the transaction that makes it.
create function bqx.notify_label() returns trigger language plpgsql as $$
begin
    perform pg_notify('bqx_label', new.label);
    return null;
end $$;

create trigger model_label_changed after insert or update on bqx.model_label
for each row execute function bqx.notify_label();

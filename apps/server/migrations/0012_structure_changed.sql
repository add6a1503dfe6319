-- Why: readers of the directory ask what changed since a day, for structures as for people. `professional.changed_at` says it
-- of a person and all that is theirs; a structure, which is nobody's own, now says it of itself.
-- Locks: structure, for an instant (the default is computed once, no row is rewritten).
alter table aval.structure add column changed_at timestamptz not null default aval.aval_now();
comment on column aval.structure.changed_at is 'When an import last wrote this structure.';
comment on column aval.professional.changed_at is 'When an import last wrote anything of this person: columns, ids, exercises, activities, contacts, or whether a source lists them.';

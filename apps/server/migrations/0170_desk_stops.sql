-- Why: whoever is told that a registrar has signed for them may stop that visit, twice in a month at most (DESIGN section 6, Lock).
-- Locks desk_visit for a moment: a column without a default.
alter table aval.desk_visit add column stopped_at timestamptz;
comment on column aval.desk_visit.stopped_at is 'When somebody who was told of it pressed Arrêter: it is counted, over all visits of a holder.';

-- Why: what an undo takes back is relied on no more, however long it stood; and what aged during a stop is not relied on the second it is lifted.
-- Locks: contact for a moment, for a column without a default; stop while its few rows are indexed.
alter table aval.contact add column disowned_at timestamptz;
comment on column aval.contact.disowned_at is 'When an undo took it back: it is relied on no more. Null: nobody did.';

create view aval.contact_stop_span as
  select professional, made_at, coalesce(lifted_at, 'infinity') as lifted_at from aval.stop;
comment on view aval.contact_stop_span is 'From when to when something of somebody was stopped: no contact grows old meanwhile. Owner: directory, over stops'' stop.';
create index stop_of_professional on aval.stop (professional, lifted_at);

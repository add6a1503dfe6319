-- Why: a registration authority gives contact details by a file of its own, too (`aval import contacts`): each value keeps who said it, when
-- they recorded it and how they made sure. What is relied on is decided by when we were told (`since`), never by the date in a file.
-- Locks: contact and import_run for a moment: columns with constant defaults, and the checks of two small columns read again.
alter table aval.contact
  add column proof text not null default 'register'
    check (proof in ('register', 'desk', 'letter', 'document', 'partner', 'agreed')),
  add column dated date,
  add column confirmed_at timestamptz;
comment on column aval.contact.proof is 'How its authority made sure. register: an extract, which does not say; agreed: two people, by the console or the interface.';
comment on column aval.contact.dated is 'When its authority recorded it, as it says itself. Nothing is decided by it.';
comment on column aval.contact.confirmed_at is 'When the authority, or its holder, last said that it is still right. Null: not since it was given.';

alter table aval.import_run
  drop constraint import_run_layout_check, add constraint import_run_layout_check check (layout in ('public', 'restricted', 'contacts')),
  drop constraint import_run_source_check, add constraint import_run_source_check check (
    source in ('sandbox', 'rpps-public', 'rpps-psc', 'national') or source ~ '^(order|agency|structure):.');

create function aval.open_contact_staging() returns void
language plpgsql security definer set search_path = aval, pg_temp as $$
begin
  -- What an authority's file says, a line each, and what it would change.
  create temporary table staged_word (
    line integer not null, national_id text not null, kind text not null, value text not null, dated date, proof text not null,
    professional text, scope text, current bigint, old_value text, move text
  ) on commit drop;
  execute format('grant select, insert, update, delete on staged_word to %I', session_user);
end $$;
comment on function aval.open_contact_staging() is 'Makes the temporary table of one import of contacts, for the calling role, until its transaction ends. Owner: directory.';

-- The source is the contact's own: what an authority gave is nobody's extract.
create or replace view aval.account_contact as
  select c.id, c.professional, c.kind, c.source, c.since, c.withdrawn_at, c.replaced_at,
    case c.kind
      when 'email' then left(c.value, 1) || '•••@' || split_part(c.value, '@', 2)
      else left(regexp_replace(c.value, '[^0-9+]', '', 'g'), 2) || ' •• •• •• ' || right(regexp_replace(c.value, '[^0-9]', '', 'g'), 2)
    end as masked,
    c.proof, c.dated, c.confirmed_at
  from aval.contact c;
comment on view aval.account_contact is 'Where a holder can be reached, masked, with who said so, since when and how they made sure. Owner: account, over directory''s contact.';

-- Why: support opens the short reference of a refusal and reads what was attempted, without opening anybody's record (DESIGN section 7, Support).
-- Locks nothing: a new table.
create table aval.refusal (
  reference text primary key check (length(reference) = 9),
  at timestamptz not null default aval.aval_now(),
  refusal text not null,
  step text not null,
  professional text,
  service text
);
create index refusal_at on aval.refusal (at);
create index refusal_professional on aval.refusal (professional, at desc) where professional is not null;
comment on table aval.refusal is 'Refusals that somebody was shown, by the short reference on the screen. Owner: refusals.';
comment on column aval.refusal.professional is 'Whom it was about, where a signature, a card or a session had proven it; nobody is looked for.';
comment on column aval.refusal.service is 'The client that sent the browser, where the sign-in page knew it.';

-- A stolen phone that begins a reopening must not undo what a desk and a card showed for the holder's own: a row for each phone. And what
-- was shown is asked about again when the block falls, so who signed and since when the card is valid stand here too. Locks `reopening`,
-- whose rows count for half an hour: they go, and their holders begin again.
delete from aval.reopening;
alter table aval.reopening drop constraint reopening_pkey;
alter table aval.reopening add primary key (stop, device);
alter table aval.reopening
  add column registrars text[],
  -- From when the card that was shown is valid: one reported since then, or lost before it began, is told apart by it.
  add column card_from timestamptz,
  add constraint reopening_desk_check check ((desk_at is null) = (registrars is null)),
  add constraint reopening_card_check check ((card_at is null) = (card_from is null));
create index reopening_device on aval.reopening (device);
comment on table aval.reopening is 'What has been shown to lift a block before its day, for each phone that began it: when a desk and the card were there, by whom and which. Owner: stops.';

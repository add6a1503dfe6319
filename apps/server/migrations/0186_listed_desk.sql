-- Why: whoever needs a desk, for a phone or to open again, finds one with its hours on the help pages (DESIGN section 5). Locks nothing: a new table.
create table aval.listed_desk (
  authority text not null,
  name text not null,
  postcode text not null,
  address text not null,
  town text not null,
  telephone text not null,
  hours jsonb not null,
  closures jsonb not null,
  acts text[] not null,
  source text not null,
  primary key (authority, name, postcode)
);
comment on table aval.listed_desk is 'A desk as the operator''s file says, for people to find; nobody is enrolled because of a row here. Owner: help.';
comment on column aval.listed_desk.authority is 'Whose desk it is, in words, as people read it.';
comment on column aval.listed_desk.name is 'What the desk calls itself.';
comment on column aval.listed_desk.postcode is 'Five digits; they say the département and the time zone.';
comment on column aval.listed_desk.address is 'Street and number, without postcode and town.';
comment on column aval.listed_desk.town is 'As the file writes it.';
comment on column aval.listed_desk.telephone is 'Digits, perhaps after +; empty: none is given.';
comment on column aval.listed_desk.hours is 'Seven lists from Monday, of [from, to] in minutes since midnight where the desk stands.';
comment on column aval.listed_desk.closures is 'List of [first, last] days, yyyy-mm-dd, on which it stays closed.';
comment on column aval.listed_desk.acts is 'What is done there: telephone, rouvrir, coordonnees.';
comment on column aval.listed_desk.source is 'Where the operator has the line from.';

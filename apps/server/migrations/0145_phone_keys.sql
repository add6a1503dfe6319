-- Why: a holder's key on the authenticator's own host (DESIGN section 5, *Passkey hosts*): a security key that one carries, or the
-- phone's own passkey. It opens no service; it is evidence when a phone is enrolled. Locks passkey for a moment: a column with a
-- constant default, and checks exchanged for wider ones.
alter table aval.passkey
  add column host text not null default 'sign_in' check (host in ('sign_in', 'phone')),
  alter column approval drop not null,
  drop constraint passkey_kind_check,
  add constraint passkey_kind check (kind in ('computer', 'security_key', 'phone')),
  add constraint passkey_of_host check (case host when 'phone' then kind <> 'computer' and approval is null
    else kind <> 'phone' and approval is not null end);
comment on column aval.passkey.host is 'Which of our hosts it is bound to, for ever: the sign-in pages'' or the authenticator''s, where it opens no service.';
comment on column aval.passkey.approval is 'The request that a full phone approved; absent for a key of the phone''s host, which the phone signs for with its code.';

create table aval.phone_key_challenge (
  challenge text primary key,
  device text not null references aval.device (id) on delete cascade,
  kind text check (kind in ('phone', 'security_key')),
  enrolment text,
  nonce text,
  ends_at timestamptz not null,
  scope text not null default 'national',
  check ((kind is null) <> (enrolment is null)),
  check ((enrolment is null) = (nonce is null))
);
comment on table aval.phone_key_challenge is 'What a key of the authenticator''s host is to sign: for one phone, to be added there or as evidence of one enrolment. Deleted at first sight. Owner: passkeys.';
comment on column aval.phone_key_challenge.enrolment is 'Whose evidence it will be; absent where a key is being added.';
comment on column aval.phone_key_challenge.nonce is 'What the challenge was made of, with the enrolment and its phone''s key: kept with the evidence, so that anybody can make it again.';
create index phone_key_challenge_ends on aval.phone_key_challenge (ends_at);

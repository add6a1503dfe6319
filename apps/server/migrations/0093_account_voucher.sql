-- A session that a key opened names no phone, and the rule by which a phone of this week stops no older one asked that name alone: a key
-- added by the new phone passed for a card. This view says whose word a session is. Locks nothing: a new view.
create view aval.account_voucher as
  select s.id as session, s.device as phone, coalesce(s.device, k.device) as vouched_by
  from aval.session s left join aval.passkey k on k.id = s.passkey;
comment on view aval.account_voucher is 'The phone that approved a session, and the one whose word it is: of a key''s, the phone that was the evidence for it. Owner: account, over sessions'' session and passkeys'' passkey.';

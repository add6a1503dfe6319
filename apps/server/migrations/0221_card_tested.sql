-- When a holder last tried whether their card works here: it opened nothing, is a fact once a day, and counts as a second means. Locks `card_seen` for
-- an instant: a column without a default.
alter table aval.card_seen add column tested_at timestamptz;
comment on table aval.card_seen is 'Cards that were read here and worked: opened a sign-in page, reopened, or were tried. issuer: SHA-256 of the authority''s certificate, base64url; serial: its number there, hexadecimal. Owner: cards.';

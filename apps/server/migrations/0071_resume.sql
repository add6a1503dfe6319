-- What a browser needs to go on with a sign-in that has ended well or not: a secret of the end, beside the one of the beginning.
-- Locks artefact for a moment: a column with a constant default, nothing is rewritten.
alter table aval.artefact
  -- Sign-in pages: base64url SHA-256 of the secrets given to the page that proved its browser's key as it concluded, the
  -- latest first. Of answers that cross, any may be the one that the browser keeps.
  add column resume_hashes text[] not null default '{}';

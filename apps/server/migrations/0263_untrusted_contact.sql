-- A contact that two registrars took from somebody at a desk is relied on no more, at once. The column is there; its word says both. Nothing is locked.
comment on column aval.contact.disowned_at is 'When an undo took it back, or two people at a desk said that it is not its holder''s: it is relied on no more. Null: nobody did.';

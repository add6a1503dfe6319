-- Services that are pages without a server of their own can keep no secret: what is known of them must be said, not guessed from a
-- missing hash. Locks `service` for the time of adding a column with a constant default: no row is rewritten.
alter table aval.service
  add column is_public boolean not null default false,
  -- Whoever loads the page has all that the service has.
  add constraint service_public check (
    not is_public or (sensitivity = 'open' and secret_hash is null and not 'ciba' = any (grants))
  );
comment on column aval.service.is_public is 'A page without a server: it has no secret, and proves by PKCE only that it finishes what it began.';

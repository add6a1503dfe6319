-- Why: the header that a service wants with each push opens its receiver's door, and stood in clear. It is kept sealed under the servers'
-- secret instead; what is there in clear is sealed by the next round of the server, which has the secret. Locks stream for a moment: a
-- column without a value, and a check over a small table.
alter table aval.stream
  add column authorization_sealed text,
  add constraint stream_one_header check (authorization_header is null or authorization_sealed is null);
comment on column aval.stream.authorization_sealed is 'The header sent with each push, sealed for this stream under the servers'' secret (AES-256-GCM).';
comment on column aval.stream.authorization_header is 'The same in clear, of before it was sealed: empty once a server has made its round.';

-- Why: phones are woken by push, for what rings and for what their holder was told. Locks notice for a moment, for one column
-- that rewrites no row.
create table aval.push_subscription (
  device text primary key references aval.device (id),
  professional text not null,
  endpoint text not null,
  p256dh text not null,
  auth text not null,
  key text not null,
  made_at timestamptz not null
);
comment on table aval.push_subscription is 'Where a phone''s wake-ups are posted, and the keys they are encrypted to (RFC 8291). Ends when the push service says so. Owner: notices.';
comment on column aval.push_subscription.endpoint is 'Whoever knows it and has our key could wake the phone: never logged.';
comment on column aval.push_subscription.key is 'kid of the VAPID key it was made with (RFC 8292): only that one may push to it.';
create index push_subscription_professional on aval.push_subscription (professional);

alter table aval.notice add column wake_at timestamptz;
comment on column aval.notice.wake_at is 'When the holder''s phones are to be woken for it; null once one node has taken that on, or when they are not.';
create index notice_wake on aval.notice (wake_at) where wake_at is not null;

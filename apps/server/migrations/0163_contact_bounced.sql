-- Why: an authority is told which of its contacts no message reaches. Locks nothing: a view.
create view aval.contact_bounced as
  select d.contact from aval.delivery d
  group by d.contact
  having bool_or(d.state = 'failed') and coalesce(max(d.due_at) filter (where d.state = 'failed') > max(d.sent_at), true);
comment on view aval.contact_bounced is 'Contacts whose last message was given up. Owner: contacts, over notices'' delivery.';

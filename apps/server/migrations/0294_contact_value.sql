-- Why: whoever is reached by the same number or address was found by comparing all contacts, once an alert. By its hash, it holds no second copy of a value.
-- Locks contact against writes while it is built: some seconds at a million.
create index contact_value on aval.contact using hash (value) where replaced_at is null and withdrawn_at is null;

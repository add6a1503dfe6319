-- Why: a civil identity is equal to one professional's and to no other's (docs/civil-identity.md), so that whoever was born on the same
-- day is looked at. Locks professional against writing while the index is made: some seconds for a million people.
create index professional_birth on aval.professional (birth_date) where birth_date <> '';
comment on index aval.professional_birth is 'Who was born on one day: to find a namesake before a civil identity is said to be equal.';

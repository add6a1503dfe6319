-- Why: each request of plain software asks whether its network is one where a holder of its client's approved, whomever it names.
-- Locks installation_network while the index is made.
create index installation_network_network on aval.installation_network (network);

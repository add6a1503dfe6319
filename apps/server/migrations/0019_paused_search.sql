-- Why: what `resume_directory_searches` executes, as the owner, are the definitions kept in this table. The server's role could
-- write it, and so have anything executed. It reads it now, and only the two functions write. Locks nothing that anybody waits for.
comment on table aval.paused_search is
  'Indexes and references of the directory that an import set aside, until it made them again as it ended; or the next import, if that one was killed. Written by the owner''s two functions alone: what stands here is executed as the owner. Owner: directory. [read-only]';

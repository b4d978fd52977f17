"""What runs inside the cage: `python -m topline.engine.caged`, the child process that `topline.engine.cage` keeps.

Nothing here is run by the program itself. The child gets the replies as one open file that it may only read, and
a pipe either way; everything else is taken from it before the first statement comes:

- DuckDB sees one file through a file system of our own (`one_file`), which knows no name but that one and no way
  but reading. DuckDB's own file system is then switched off, access to anything external is off, extensions are
  never loaded, and the configuration is locked. This is what the settings allow and no more was found to hold:
  with DuckDB's own file system on, a path that may be read may also be written, and with it off a view over a
  parquet file cannot open it; a file system that is written in Python, over a file that is open already, can do
  the one without the other, and costs no time that could be measured (1,000,000 replies of 40 columns).
- The process can open nothing (RLIMIT_NOFILE 0), write no file (RLIMIT_FSIZE 0), leave no core, and take so much
  memory and processor time; Landlock, where the kernel has it, forbids the same once more (`confine`).
- A statement is read into DuckDB's own syntax tree on a database that holds nothing, and every part of that tree
  has to be on a list (`guard`, `admitted`). It then runs in a transaction that can only read and is rolled back.
- Answers that tell who a person is are not in the table at all unless they may be shown: a mask stands there.
"""

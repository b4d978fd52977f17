"""What can be done at several places, a subject a module: filtering, crossing, canned queries, taking results out.

Each task holds the `do_<action>` methods of its subject. A screen's own method comes before a task's.
"""

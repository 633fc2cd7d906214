"""The reader's progress: an append-only record of events, and views folded from it.

Glossary, in the order in which an event meets them:

event       An immutable record of one thing the reader did (`events`). Only ever added, never changed.
item        What an event is about, such as ``chapter/question``, prefixed by its course's id (`items`).
store       The non-blocking interface to the record that the program uses (`store`). Owns the storage thread.
outbox      Events recorded and not yet acknowledged, with the watcher that spills the late ones (`outbox`).
receipt     What became of a recorded event: committed, spilled, or only in memory (`outbox`).
archive     The database with its backups and spill files; used by the storage thread alone (`archive`).
spill       Files that take events which can't be committed, until a later session commits them (`spill`).
backup      A daily copy of the database (`backups`).
rescue      Replacing a damaged database by a backup, plus what is still readable in it (`rescue`).
notice      A one-line message from the store to the reader (`notices`).
projection  The pure fold of all events into one frozen `Progress`; its parts are in `records`.
snapshot    A stored projection up to some sequence number: a cache that makes a start independent of the number of
            events (`database`).
export      The JSON Lines file that carries events to another machine (`transfer`).
"""

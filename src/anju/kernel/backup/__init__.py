"""Backups: the whole installation in one file that no database owns, and back again into SQLite or PostgreSQL.

The file is a tar (tables as JSON lines, stored files as they lie on the disk, a manifest) inside the frames of `vault`, encrypted
under a key derived from the master key. The master key itself is never in it. Columns travel as they are stored: what is encrypted
stays encrypted. `writing` makes a file from one snapshot, `reading` proves every byte of one, `restoring` loads it in a single
transaction, `keeping` makes one every night.
"""

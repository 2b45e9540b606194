"""Access 通行: who passes which gate, by which right, and that a barrier really opened.

Two physical facts stand first: a passage is what was decided, an opening is what a door did; an opening without a decision is unexplained
and counted for the shift. `rules.decide` answers allowed, refused or ask from plain facts, the same at the desk, in the dry run of a changed
rule and at an edge. Visits go through registration, identity, the host's word and release; passes, bills and scores are other rooms: what
somebody owes never decides here, and whoever leaves is never held.
"""

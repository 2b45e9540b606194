"""Passes 通行证: a permission on paper or on a phone, with holder, purpose, places, window and state, signed so that it can be checked offline.

One engine serves worker permits, goods passes, temporary cars, visitors, keys and borrowed tools: a kind (`kinds.py`) says what a pass
must state, who gives it, how long it lasts, how often it is used and whether something is owed back. Keys have their register and
their cabinet, and what was found and handed in has its own book until its owner, or the law, takes it.
"""

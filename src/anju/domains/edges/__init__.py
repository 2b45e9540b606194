"""Edges 岗亭主机: a small box at a gate that decides by a signed copy of the rights of its own lanes, when the network or the server is gone as well.

It is enrolled by a one-time token, makes its own keys and dials out. It is told what changed within a second, keeps its own log, and brings it back by
number: what is doubled, missing or altered is reported, what it decided is kept as it was decided. Each lane has a written order of who decides when
what fails: the server, the box, the camera's own list, the paper list of the night.
"""

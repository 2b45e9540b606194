"""Lane eyes: a process of its own that looks where a camera does not tell by itself.

It reads the plates in the streams of cameras that only have a stream, and fetches the live picture of a lane while somebody looks at it. Where a stream
lies stands in the register: the device's address and login, the path at its lane. Nothing of it becomes part of a command line.
"""

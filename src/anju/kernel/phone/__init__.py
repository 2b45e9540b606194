"""What a phone sends after it was offline: each item run once, in order, at its own time, and every answer kept for a repeat.

Pure parts: `items` (what an item is, and reading one), `timing` (when it happened), `ordering` (what may run now). `running` does it,
`late` records what lost to something newer, `uploads` puts photos together from the pieces that a bad link lets through.
"""

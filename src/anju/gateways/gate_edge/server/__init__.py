"""The server's side of the boxes: who speaks, what they may know, what they bring home."""

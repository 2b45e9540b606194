"""The box at a gate. Nothing here imports Django or a database of the server: it decides with the rules of the rooms alone."""

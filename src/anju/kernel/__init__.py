"""The ground floor: time, identity, scope, actions, the ledger, states, files and screens. It knows no domain word.

A room is written with what this package offers; nothing here imports a room.
"""

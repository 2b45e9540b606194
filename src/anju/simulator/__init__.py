"""A community that lives: residents, staff on lawful rosters, duties done, late and missed. It acts only through actions.

The same seed gives the same ledger.
"""

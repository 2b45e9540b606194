"""My things at the gate: asking for a release slip, saying yes or no to what leaves my dwelling, and the parcels that wait for me."""

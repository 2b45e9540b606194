"""P47 操作记录: the whole ledger of a community, and the check that nobody altered it."""

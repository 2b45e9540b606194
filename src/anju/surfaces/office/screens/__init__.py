"""The pages of the declared screens: list, record, form, bulk, table out and table in."""

"""The pages of owners and residents on their phones, beside the installable shell."""

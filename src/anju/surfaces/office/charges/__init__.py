"""The cashier's desk, receipts on paper, and the price list that is hung up."""

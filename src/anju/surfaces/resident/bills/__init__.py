"""My bills: what I owe and why, paying it, my receipts and my deposits."""

"""My visitors: inviting somebody, saying yes or no to who stands at the gate; and the page that a guest shows at the gate."""

"""My cars: where they stand and what that costs so far, paying ahead, registering one, time for a visitor's car."""

"""Messages on their way out: the sender (`driver.py`), one pure translator for each dialect (`translate/`), and the door for delivery reports (`reports.py`).

A translator makes a request of a message and reads the answer. It knows no network, no clock and no community.
"""

"""Parking 停车: the cars a community knows, where they stand, how long, and what that costs.

A register of vehicles with their rights (each right is a pass with the plate, so that `access` reads passes and nothing of this room), bays
and zones with their occupancy, stays opened and closed by what the bars really did, prices explained block by block on `charges`,
violations told to the owner, and the daily look at cars in the garage. The bar never waits for money: a stay that is not paid ends like
any other, and its charge stays where charges are kept. There is no fine here and nothing that holds a car.
"""

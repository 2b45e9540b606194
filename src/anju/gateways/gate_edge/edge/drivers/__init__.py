"""One file for each kind of controller or relay, all behind `lanes.LaneDriver`. What needs a library imports it when a lane is wired that way."""

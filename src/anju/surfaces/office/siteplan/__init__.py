"""The site plan: where people, devices and trouble are; putting them there; what nobody watches; the plan on paper."""

"""MQTT: lane cameras that publish what they see to a broker, and lift their bars for a message.

    device/<serial>/message/up/ivs_result     a plate with its pictures (臻识)
    device/<serial>/message/up/gpio_in        a changed input
    device/<serial>/message/up/keep_alive     a sign of life
    device/<serial>/message/down/gpio_out     lifts the bar

Every camera signs in to the broker with the login that is kept at its device, and may use its own topics alone: `anju broker` runs Mosquitto with
exactly these rights, written from the register, and ends a right within seconds when the login changes. `ANJU_MQTT` names the broker for the house.
"""

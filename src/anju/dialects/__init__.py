"""Dialects: pure codecs of device messages, shared by the gateways that hear them and the simulator that speaks them. Bytes in, plain values out."""

"""Turns a second: Luotsi's answer beside the echo bots of two SDKs, in one run on one core."""

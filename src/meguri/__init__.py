"""Meguri (巡り): a town and its people decide, act, pay and check results together."""

__version__ = "0.1.0"

"""Measures the engine behind reminders on both databases."""

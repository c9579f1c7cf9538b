"""Finds the right words: reads questions and ranks entries for them."""

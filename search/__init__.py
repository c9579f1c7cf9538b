"""Finds the right words: reads questions and ranks entries for them."""

from search.finder import NgxFinder
from search.index import NgxIndex

__all__ = ["NgxFinder", "NgxIndex"]

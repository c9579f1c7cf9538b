"""Figures as small PNG pictures that a phone shows well and a card can carry; Pillow's home."""

from pictures.drawing import Drawing

__all__ = ["Drawing"]

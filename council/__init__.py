"""What a programme is and what Luotsi does with it. Imports the standard library only."""

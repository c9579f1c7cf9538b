"""What is on record: a relational database behind the council's Records; rows never leave."""

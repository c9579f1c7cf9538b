"""Times as people say them in Finnish, Swedish and English, read into days, rules and doubts.

Nothing is made up: a year comes from the words, or by rule from the day on which they are said
(the verb tells past from coming), or is left out and asked for. What the rules settle:

- 'X mennessä', 'by X' includes X; of a whole year that is asked about.
- Seasons are three months from March on; kevätkausi is 1.1.-30.6., syyskausi 1.8.-31.12.
- The thirds of a month begin on its 1st, 11th and 21st; of a year its first and last quarter.
- Weeks are ISO 8601. Swedish 'v.' is a week, Finnish 'v.' a year.
- 'Three times a year' has a number and no rule; 'every spring' comes due on the last of May.
- A day that does not exist is an error, and never another day.
"""

from council.timewords.reading import find, overlapping, read
from council.timewords.said import NOTHING, Often, Said, SaidKind, due

__all__ = ["NOTHING", "Often", "Said", "SaidKind", "due", "find", "overlapping", "read"]

"""How much a file may ask of us: each limit with its reason."""

from typing import Final

LARGEST_FILE: Final = 50 * 1024 * 1024
"""Bytes. The largest municipal papers with pictures are about 30 MB; more is not a programme."""

LARGEST_UNPACKED: Final = 200 * 1024 * 1024
"""Bytes of all parts of a docx or pptx. Pictures are packed already: honest files hardly grow."""

LARGEST_XML: Final = 32 * 1024 * 1024
"""Bytes of all XML parts together. A tree takes some ten times its text: about 320 MB of memory."""

MOST_PARTS: Final = 10_000
"""Parts of a docx or pptx. A deck of a thousand slides has about four thousand."""

LARGEST_TEXT: Final = 5_000_000
"""Characters of text. About 2,000 printed pages; splitting takes half a minute at worst."""

MOST_PAGES: Final = 2_000
"""Pages or slides. The thickest budget books have some hundred."""

LONGEST_PAGE: Final = 200_000
"""Characters on one page. A page printed full in small type holds about 10,000."""

LONGEST_SECONDS: Final = 300.0
"""Seconds for one PDF. Two thousand ordinary pages take less on a slow core."""

LARGEST_MEMORY: Final = 1024 * 1024 * 1024
"""Bytes of address space for reading one PDF, where the operating system can hold to it.

A PDF of 120 pages of text and tables took 50 MB of memory."""

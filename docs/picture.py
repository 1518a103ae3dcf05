# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Turn what a terminal showed into a picture: python docs/picture.py TITLE < text > picture.svg."""

from __future__ import annotations

import io
import re
import sys

from rich.console import Console
from rich.text import Text

WIDTH = 118


def main() -> None:
    """Read the text, and write it as a terminal's picture; commands stand out."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), highlight=False)
    for line in sys.stdin.read().splitlines():
        console.print(Text(line, style="bold" if line.startswith("$ ") else ""), soft_wrap=False)
    picture = console.export_svg(title=sys.argv[1])
    sys.stdout.write(re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL))


if __name__ == "__main__":
    main()

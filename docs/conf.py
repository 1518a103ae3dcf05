# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How the pages become a site: make docs. The navigation is in index.md."""

from bluegreen import __version__

project = "bluegreen"
author = "The bluegreen authors"
copyright = author  # noqa: A001 Sphinx's own name for it
release = __version__

extensions = ["myst_parser"]
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]

# Options are shown as they are typed: --drain, with two hyphens, not with a dash.
smartquotes = False

html_theme = "furo"
html_title = "bluegreen"
html_copy_source = False
html_show_sphinx = False

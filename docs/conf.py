"""How Sphinx makes the pages of docs/ into HTML; `make docs` runs it with warnings as errors."""

from __future__ import annotations

import foedus

project = "foedus"
author = "the foedus authors"
project_copyright = author
release = version = foedus.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]  # myst_nb reads pages, too
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"foedus {release}"
html_show_sourcelink = False
html_copy_source = False

# A heading's address is what a Markdown reader on a code host makes of it, so links work in both.
myst_heading_anchors = 4

# Notebooks are kept without outputs and run anew each time; one that fails fails the pages.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 600
nb_merge_streams = True

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_google_docstring = True
napoleon_numpy_docstring = False

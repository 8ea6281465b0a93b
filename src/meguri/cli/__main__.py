"""`python -m meguri.cli`: the same as `meguri`, for the children that it starts itself."""

import sys

from meguri.cli.main import main

sys.exit(main())

"""``python -m kg`` is ``nestesteg``."""

import sys

from kg.cli import main

sys.exit(main())

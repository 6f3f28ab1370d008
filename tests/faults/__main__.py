"""`python -m tests.faults`."""

import sys

if __name__ == "__main__":  # children import this module, too
    from tests.faults.runner import main

    sys.exit(main())

"""Run the command line with ``python -m vctutor``."""

from vctutor.cli.main import main

raise SystemExit(main())

"""`python -m anju` is `anju`."""

from anju.project.cli import main

if __name__ == "__main__":
    raise SystemExit(main())

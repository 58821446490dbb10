"""`python -m foedus` is the command `foedus`."""

from foedus.cli.app import main

if __name__ == "__main__":
    main()

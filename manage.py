#!/usr/bin/env python
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gemeenschapsdienst.settings")
    from django.core.management import execute_from_command_line

    from kern.logs import vang_alles

    vang_alles()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

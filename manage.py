#!/usr/bin/env python
"""Run administrative tasks; the demo and the tests make the secret key they need."""

import os
import sys


def main():
    command = sys.argv[1:2]
    if command in (["demo"], ["test"]):
        from healthblog.environment import ensure_secret_key

        ensure_secret_key()
    if command == ["test"]:
        import pytest

        sys.exit(pytest.main(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthblog.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

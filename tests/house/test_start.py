"""What a server has to import before it can answer."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys

import config

#: Only commands and tests need them; together they took a third of the start.
ONLY_FOR_COMMANDS = {"alembic", "mako", "flask_migrate"}


def test_a_server_starts_without_what_only_commands_need(tmp_path):
    environ = {
        **{name: value for name, value in os.environ.items() if name != "FLASK_RUN_FROM_CLI"},
        "DATABASE_URL": f"sqlite:///{tmp_path}/empty.db",
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
    }
    asked = "import sys, wsgi; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=config.ROOT, env=environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    imported = set(done.stdout.split())
    assert "flask" in imported
    assert not imported & ONLY_FOR_COMMANDS


def test_a_failed_step_says_why_and_not_where_in_our_sources():
    reason_in = runpy.run_path(str(config.ROOT / "run"), run_name="run")["reason_in"]
    failed = subprocess.run(
        [sys.executable, "-c", "print('before'); open('/nowhere/x.db')"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert reason_in(failed.stdout + failed.stderr) == [
        "FileNotFoundError: [Errno 2] No such file or directory: '/nowhere/x.db'"
    ]
    assert reason_in("error: no network\n") == ["error: no network"]

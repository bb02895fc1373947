"""A whole site to ask: the demo in a temporary folder, served by gunicorn as its owner would."""

import atexit
import fcntl
import functools
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = ("HEALTHBLOG_", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH")
PATIENCE = 300

SEED = "/is-microneedling-good-for-your-skin/"


@dataclass(frozen=True)
class Site:
    base: str
    password: str
    draft: str
    process: subprocess.Popen
    log: Path

    def check(self) -> "Site":
        """Return the site; raise AssertionError with the server's log when it no longer runs."""
        assert self.process.poll() is None, f"gunicorn ended with {self.process.returncode}:\n{self.log.read_text()}"
        return self


def clean_environment(**added: str) -> dict[str, str]:
    """Return this process's environment without what a site reads, and with `added`."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | added


def chromium_path() -> str:
    """Return where Chromium is; raise AssertionError where it is not: a check that cannot run has failed."""
    named = (shutil.which(name) for name in ("chromium-headless-shell", "chromium", "google-chrome"))
    path = os.environ.get("CHROMIUM") or next(filter(None, named), None)
    assert path, "There is no Chromium: install Debian's chromium-headless-shell, or set CHROMIUM to a browser's path."
    return path


def run(*command: str, env: Mapping[str, str], cwd: Path = ROOT) -> str:
    """Run to the end and return what it printed; raise AssertionError with that when it fails."""
    done = subprocess.run(
        command, env=env, cwd=cwd, timeout=PATIENCE, check=False, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


def serve(application: str, env: Mapping[str, str], cwd: Path, *options: str) -> tuple[subprocess.Popen, str]:
    """Start gunicorn on a free port and return its process and address; it ends with this process at the latest."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with open(cwd / "gunicorn.log", "wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", application, "--bind", f"fd://{listener.fileno()}", "--chdir", cwd,
                 "--no-control-socket", *options],
                env=env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=[listener.fileno()],
            )  # fmt: skip
    atexit.register(stop, process)
    return process, f"http://127.0.0.1:{port}"


def free_port() -> int:
    """Return a port that nothing listens on; for servers that cannot be handed an open socket."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    """Return when the server answers; raise AssertionError with its log when it ends or never does."""
    for _ in range(300):
        assert process.poll() is None, f"the server ended with {process.returncode}:\n{log.read_text()}"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not answer in time:\n{log.read_text()}")


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@functools.cache
def demo_site() -> Site:
    """Serve the demo with a few articles more; once a process, gone at its end."""
    folder = Path(tempfile.mkdtemp(prefix="healthblog-site-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    said = _copy_demo(folder / "site")
    env = clean_environment(**_places(folder / "site"), PYTHONPATH=str(ROOT))
    process, base = serve("healthblog.wsgi", env, folder, "--workers=2", "--threads=4")
    password, draft = re.search(r"password (\S+)", said)[1], re.search(r"draft (\d+)", said)[1]
    return Site(base, password, draft, process, folder / "gunicorn.log")


def _places(folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "HEALTHBLOG_MEDIA_ROOT": str(folder / "media"),
        "HEALTHBLOG_SECRET_KEY": "only for this run",
    }


def _copy_demo(folder: Path) -> str:
    """Put the demo into the folder and return what its making said; the processes of one test run make it once."""
    run_id = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone-{os.getpid()}")
    made = Path(tempfile.gettempdir()) / f"healthblog-demo-{run_id}"
    made.mkdir(exist_ok=True)
    with open(made / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / "said").exists():
            atexit.register(shutil.rmtree, made, ignore_errors=True)
            (made / "said").write_text(_make_demo(made / "site"))
        shutil.copytree(made / "site", folder)
        return (made / "said").read_text()


def _make_demo(folder: Path) -> str:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    env = clean_environment(**_places(folder))
    said = run(sys.executable, "manage.py", "demo", "--no-serve", env=env)
    return said + run(sys.executable, "manage.py", "shell", "-c", "from tests.extras import add; add()", env=env)

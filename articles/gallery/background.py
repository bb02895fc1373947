"""One background thread for the process: AVIF takes seconds, a drawing a moment, and no request waits for either."""

import logging
import queue
import threading
from collections.abc import Callable

from django.db import connections

from articles.gallery.cutting import make_renditions, missing
from articles.models import Image

logger = logging.getLogger(__name__)

_waiting: queue.Queue[tuple[Callable[[int], object], int, str]] = queue.Queue()
_starting = threading.Lock()
_thread: threading.Thread | None = None


def later(work: Callable[[int], object], number: int, what: str) -> None:
    """Have the thread do the work for that key or number; what a stopped process leaves, `renditions` does.

    `what` and the number say in the log what has failed.
    """
    global _thread
    _waiting.put((work, number, what))
    with _starting:
        if _thread is None or not _thread.is_alive():  # a forked process inherits the variable, not the thread
            _thread = threading.Thread(target=_work, name="articles-gallery", daemon=True)
            _thread.start()


def finish_later(image: Image) -> None:
    """Have the thread make what the picture lacks."""
    if missing(image):
        later(_finish, image.pk, "renditions of picture")


def wait() -> None:
    """Return when the thread has done all it was asked to so far: for commands and tests."""
    _waiting.join()


def _finish(pk: int) -> None:
    image = Image.objects.filter(pk=pk).first()
    if image is not None:
        make_renditions(image, threads=1)


def _work() -> None:
    while True:
        work, number, what = _waiting.get()
        try:
            work(number)
        except Exception:  # the next picture may do better
            logger.exception("The %s %s failed; `manage.py renditions` tries again.", what, number)
        finally:
            connections.close_all()
            _waiting.task_done()

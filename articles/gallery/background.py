"""One background thread for the process: AVIF takes seconds, and no request waits for it."""

import logging
import queue
import threading

from django.db import connections

from articles.gallery.cutting import make_renditions, missing
from articles.models import Image

logger = logging.getLogger(__name__)

_waiting: queue.Queue[int] = queue.Queue()
_starting = threading.Lock()
_thread: threading.Thread | None = None


def finish_later(image: Image) -> None:
    """Have the thread make what the picture lacks; what a stopped process leaves, `manage.py renditions` finishes."""
    global _thread
    if not missing(image):
        return
    _waiting.put(image.pk)
    with _starting:
        if _thread is None or not _thread.is_alive():  # a forked process inherits the variable, not the thread
            _thread = threading.Thread(target=_work, name="articles-gallery", daemon=True)
            _thread.start()


def wait() -> None:
    """Return when the thread has done all it was asked to so far: for commands and tests."""
    _waiting.join()


def _work() -> None:
    while True:
        pk = _waiting.get()
        try:
            image = Image.objects.filter(pk=pk).first()
            if image is not None:
                make_renditions(image, threads=1)
        except Exception:  # the next picture may do better
            logger.exception("The renditions of picture %s failed; `manage.py renditions` tries again.", pk)
        finally:
            connections.close_all()
            _waiting.task_done()

"""The layer around the WSGI application, and what its views offer it."""

import hashlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponseBase
from django.template import engines
from django.utils.cache import patch_cache_control

from articles import conf, freshness
from articles.pagecache.pages import SUFFIXES, Page, has_it, made_of, may_be_kept

logger = logging.getLogger(__name__)

KEEPER, OFFERED = "articles.keeper", "articles.offered"  # in the request's environment
PARAMETERS = ("before", "after", "t")  # the only names in a query that any kept page depends on
LONGEST_QUERY = 1000
MOST_REFUSED = 10_000  # paths remembered
KEPT_SECONDS, RENDERING_SECONDS, LOOK_AGAIN = 86_400, 10, 0.02  # in a cache that processes share
RENDERING = {".py", ".html", ".xml", ".txt", ".mo"}
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE")


def public(
    request: HttpRequest, response: HttpResponseBase, parameters: Sequence[str] | None = None
) -> HttpResponseBase:
    """Return the response with what caches may do with it: ask each time, or hold it for as long as the owner allows.

    `parameters` are the names in the query that it depends on: such a page is kept. None: it is made for each request.
    """
    if parameters is not None and request.META.get(KEEPER) and response.status_code == 200:
        request.META[OFFERED] = set(parameters) <= set(PARAMETERS)
        response["Content-Encoding"] = "identity"  # the layer compresses it, once
    if seconds := conf.get("ARTICLES_CDN_SECONDS"):
        patch_cache_control(response, max_age=0, s_maxage=seconds)
    else:
        patch_cache_control(response, no_cache=True)
    return response


class PageCache:
    """The layer; `application` is the WSGI application that it stands before."""

    def __init__(self, application: Callable):
        self.application = application
        self.pages: OrderedDict[tuple, Page] = OrderedDict()
        self.size = 0
        self.token = ""
        self.lock = threading.Lock()
        self.turns: dict[tuple, threading.Lock] = {}  # who renders a page
        self.refused: set[str] = set()  # paths that no view offers, at this token
        self.choices: dict[str, tuple[str, ...]] = {}

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        key = self.key(environ)
        if key is None:
            return self.application(environ, start_response)
        try:
            stamp = freshness.stamp()
        except Exception:  # the database is away: Django's own answer says so
            logger.exception("The version of the public pages could not be read.")
            return self.application(environ, start_response)
        if self.token != stamp.token:
            self.forget(stamp.token)
        page = self.pages.get((stamp.token, key))
        if page is None:
            if key[0] in self.refused:
                return self.application(environ, start_response)
            page, answer = self.made(key, stamp, environ, start_response)
            if page is None:
                return answer
        return self.answer(page, environ, start_response)

    def key(self, environ: dict) -> tuple | None:
        """Return what tells the page from others, its path first; None where the request is Django's alone."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ:
            return None
        cookies = environ.get("HTTP_COOKIE")
        if cookies and f"{settings.SESSION_COOKIE_NAME}=" in cookies:
            return None
        path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        if path.startswith((settings.STATIC_URL or "//", settings.MEDIA_URL or "//")):
            return None
        query = environ.get("QUERY_STRING", "")
        if query:
            if len(query) > LONGEST_QUERY:
                return None
            try:
                pairs = parse_qsl(query, max_num_fields=20)
            except ValueError:
                return None
            query = urlencode([pair for pair in pairs if pair[0] in PARAMETERS])
        proxied = settings.SECURE_PROXY_SSL_HEADER
        return (
            path,
            query,
            environ.get("HTTP_HOST") or (environ["SERVER_NAME"], environ["SERVER_PORT"]),
            environ["wsgi.url_scheme"],
            environ.get(proxied[0]) if proxied else None,
            environ.get("HTTP_X_FORWARDED_HOST") if settings.USE_X_FORWARDED_HOST else None,
            environ.get("HTTP_X_FORWARDED_PORT") if settings.USE_X_FORWARDED_PORT else None,
        )

    # What is kept

    def forget(self, token: str) -> None:
        with self.lock:
            if self.token != token:
                self.pages.clear()
                self.refused.clear()
                self.size, self.token = 0, token

    def keep(self, key: tuple, token: str, page: Page) -> None:
        """Keep the page, and drop those kept longest where there is no room, unless it is an old one by now."""
        room = 1_000_000 * conf.get("ARTICLES_PAGE_CACHE_MB")
        with self.lock:
            if self.token != token:
                return
            if old := self.pages.pop((token, key), None):
                self.size -= old.size
            self.pages[token, key] = page
            self.size += page.size
            while self.size > room and self.pages:
                _key, dropped = self.pages.popitem(last=False)
                self.size -= dropped.size

    def refuse(self, path: str, token: str) -> None:
        with self.lock:
            if self.token == token and len(self.refused) < MOST_REFUSED:
                self.refused.add(path)

    # A page that is not kept yet

    def made(self, key, stamp, environ, start_response) -> tuple[Page | None, Iterable[bytes]]:
        """Return the page, rendered by one of all who ask for it now; or None, and Django's answer to this request."""
        turn_of = (key, environ.get("QUERY_STRING"))
        with self.lock:
            turn = self.turns.setdefault(turn_of, threading.Lock())
        with turn:
            try:
                if page := self.pages.get((stamp.token, key)):
                    return page, ()
                if key[0] not in self.refused:
                    return self.rendered(key, stamp, environ, start_response)
            finally:
                with self.lock:
                    self.turns.pop(turn_of, None)
        return None, self.application(environ, start_response)

    def rendered(self, key, stamp, environ, start_response) -> tuple[Page | None, Iterable[bytes]]:
        told = (self.release, settings.LANGUAGE_CODE, stamp.token, key)
        name = freshness.KEPT + hashlib.sha256(repr(told).encode()).hexdigest()
        page = freshness.asked(lambda cache: self.awaited(cache, name))
        if page is None:
            inner = {**environ, "REQUEST_METHOD": "GET", KEEPER: True}
            for condition in CONDITIONS:
                inner.pop(condition, None)
            started = []
            body = self.application(inner, lambda *start: started.append(start) or _write)
            status, headers = started[-1][:2]
            if not inner.get(OFFERED) or not may_be_kept(status, headers):
                self.refuse(key[0], stamp.token)
                return None, _passed_on(environ, start_response, *started[-1], body=body)
            try:
                content = b"".join(body)
            finally:
                body.close()
            page = made_of(content, headers, stamp)
            freshness.asked(lambda cache: cache.set(name, page, KEPT_SECONDS))
        self.keep(key, stamp.token, page)
        return page, ()

    @cached_property
    def release(self) -> str:
        """A digest of what renders: a site upgraded or set up otherwise finds none of its former pages."""
        digest = hashlib.sha256(repr([conf.get(name) for name in sorted(conf.DEFAULTS)]).encode())
        digest.update(getattr(staticfiles_storage, "manifest_hash", "").encode())
        dirs = {Path(conf.__file__).parent, *(Path(each) for engine in engines.all() for each in engine.template_dirs)}
        for path in sorted(path for each in dirs for path in each.rglob("*") if path.suffix in RENDERING):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def awaited(self, cache, name: str) -> Page | None:
        """Return the page that another process has made, or is making; None where this one is to make it."""
        page, give_up = cache.get(name), time.monotonic() + RENDERING_SECONDS
        while page is None and not cache.add(f"{name}:turn", 1, RENDERING_SECONDS) and time.monotonic() < give_up:
            time.sleep(LOOK_AGAIN)
            page = cache.get(name)
        return page

    # The answer

    def answer(self, page: Page, environ: dict, start_response: Callable) -> Iterable[bytes]:
        form = page.forms[""]
        if accepted := environ.get("HTTP_ACCEPT_ENCODING"):
            for encoding in self.choices.get(accepted) or self.choose(accepted):
                if encoding in page.forms:
                    form = page.forms[encoding]
                    break
        if has_it(environ, form, page.changed_at):
            start_response("304 Not Modified", form.same)
            return []
        start_response("200 OK", form.headers)
        return [form.body] if environ["REQUEST_METHOD"] == "GET" else []

    def choose(self, accepted: str) -> tuple[str, ...]:
        """Return the encodings that a client accepts, those it should get first; remembered, for there are few."""
        weights = {}
        for part in accepted.lower().split(","):
            name, _, weight = part.partition(";")
            weights[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
        chosen = tuple(name for name in SUFFIXES if not name or weights.get(name, weights.get("*", False)))
        if len(self.choices) < 1000:
            self.choices[accepted] = chosen
        return chosen


def _write(data: bytes) -> None:
    raise AssertionError("Django's handler returns its body and never writes it.")


def _passed_on(environ, start_response, status, headers, *failure, body) -> Iterable[bytes]:
    """Answer what Django has said, without the body where none was asked for."""
    said = [pair for pair in headers if pair != ("Content-Encoding", "identity")]
    start_response(status, said, *failure)
    if environ["REQUEST_METHOD"] != "HEAD":
        return body
    body.close()
    return []

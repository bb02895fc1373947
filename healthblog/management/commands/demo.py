"""Show the blog with its demo content."""

import os
import secrets
import socket
import sys

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command

from articles import sharing
from healthblog.demo import content

HOST = "127.0.0.1"
LOGIN = "editor"


class Command(BaseCommand):
    help = (
        "Prepare the database, load the demo articles with their pictures, create an editor's login (its password is "
        "printed once), and serve the blog on 127.0.0.1. Run again, it keeps what was edited and adds what is missing."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="the port to serve on (default: 8000)")
        parser.add_argument("--no-serve", action="store_true", help="prepare everything, but do not serve")

    def handle(self, *, port, no_serve, **options):
        if not no_serve:
            self.demand_port(port)
        self.step("Preparing the database", "migrate", verbosity=0)
        self.step("Collecting static files", "collectstatic", interactive=False, verbosity=0)
        self.stdout.write("Loading the demo articles and drawing their pictures")
        content.load(self.say)
        self.step("Finding related articles", "refresh", verbosity=0)
        if drawn := sharing.follow_all():
            self.say(f"{drawn} share pictures drawn for articles without a picture of their own")
        password = self.create_editor()
        self.stdout.write("")
        self.stdout.write(self.style.SUCCESS("The blog is ready."))
        base = settings.BASE_URL or f"http://{HOST}:{port}"
        self.stdout.write(f"  Blog     {base}/")
        self.stdout.write(f"  Article  {base}/{content.SEED_SLUG}/")
        self.stdout.write(f"  Admin    {base}/admin/")
        if password:
            self.stdout.write(f"  Login    {LOGIN}   password {password}   (printed only this once)")
        else:
            self.stdout.write(
                f"  Login    {LOGIN}   (password as printed at the first run; "
                f"a new one: python manage.py changepassword {LOGIN})"
            )
        if no_serve:
            self.stdout.write("Serve it with: gunicorn healthblog.wsgi")
            return
        self.stdout.write("Stop with Ctrl+C.")
        self.stdout.flush()
        self.serve(port)

    def step(self, title, command, **options):
        self.stdout.write(title)
        self.stdout.flush()
        call_command(command, **options)

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()

    def demand_port(self, port):
        """Raise CommandError before any work when the port is not to be had."""
        if not 0 < port < 65536:
            raise CommandError(f"{port} is not a port. Choose one from 1024 to 65535: --port 8001")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} cannot be used ({error.strerror}). Choose another one: --port {port % 65535 + 1}"
                ) from error

    def create_editor(self):
        """Create the login at the first run and return its password; return "" when the login exists."""
        users = get_user_model().objects
        if users.filter(username=LOGIN).exists():
            return ""
        password = secrets.token_urlsafe(12)
        users.create_superuser(LOGIN, password=password)
        return password

    def serve(self, port):
        """Hand the process over to gunicorn."""
        options = ["--workers", "2", "--threads", "4", "--log-level", "warning", "--no-control-socket"]
        os.chdir(settings.BASE_DIR)
        os.execv(  # noqa: S606
            sys.executable,
            [sys.executable, "-m", "gunicorn", "healthblog.wsgi", "--bind", f"{HOST}:{port}", *options],
        )

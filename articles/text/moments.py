"""Times in the words of the editor's language."""

from datetime import datetime

from django.utils import formats, timezone


def moment(value: datetime) -> str:
    """Return date and time of an aware moment, in the present time zone."""
    return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")

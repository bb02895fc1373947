"""Have the rows of a form mean what its editor saw, though a colleague changed the rows since."""

from django.forms.models import model_to_dict

from articles.models import Byline, Citation, RelatedPick, Sponsorship, Treatment

# Prefix of the rows in the form, their model, and what tells one from another; treatment and sponsorship stand once.
ROWS = (
    ("bylines", Byline, "author"),
    ("picks", RelatedPick, "other"),
    ("treatment", Treatment, None),
    ("citations", Citation, "source"),
    ("sponsorship", Sponsorship, None),
)
MOST = 1000


def rebased(data, article):
    """Return the form's data with its rows put upon those that the article has now.

    A row that is there belongs to the one with the same author or article; one that is gone becomes new again; one that
    a colleague added is marked as deleted, since this form, put in the place of theirs, does not have it.
    """
    data = data.copy()
    for prefix, model, key in ROWS:
        if f"{prefix}-TOTAL_FORMS" in data:
            _rebase(data, prefix, key, list(model.objects.filter(article=article)) if article else [])
    return data


def _rebase(data, prefix, key, present):
    posted = _taken_out(data, prefix)
    by_key = {str(getattr(row, f"{key}_id")) if key else "": row for row in present}
    matched, new = {}, []
    for values in posted:
        row = by_key.get(values.get(key, "") if key else "")
        if row and row.pk not in matched:
            matched[row.pk] = values
        elif "DELETE" not in values:
            new.append(values | {"id": ""})
    first = [
        (matched[row.pk] if row.pk in matched else _plain(row) | {"DELETE": "on"}) | {"id": str(row.pk)}
        for row in present
    ]
    for number, values in enumerate(first + new):
        for name, value in values.items():
            data[f"{prefix}-{number}-{name}"] = value
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(first + new)), str(len(first))


def _taken_out(data, prefix):
    """Take the rows out of the data and return each as a dict."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    count = min(int(total), MOST) if total.isascii() and total.isdecimal() else 0
    rows = [{} for _number in range(count)]
    for full in [name for name in data if name.startswith(f"{prefix}-")]:
        number, _dash, name = full.removeprefix(f"{prefix}-").partition("-")
        if name and number.isascii() and number.isdecimal():
            value = data.pop(full)[-1]
            if int(number) < count:
                rows[int(number)][name] = value
    return rows


def _plain(row):
    return {name: "" if value is None else str(value) for name, value in model_to_dict(row).items()}

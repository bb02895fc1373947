"""What stands in a row beside its key and its relations."""

from decimal import Decimal


def fact_names(model):
    """Return the names of the columns that hold neither the key nor another row's."""
    return tuple(field.name for field in model._meta.concrete_fields if not field.primary_key and not field.is_relation)


def facts(row):
    """Return the row's facts by name as JSON can hold them, None for no row."""
    return row and {name: plain(getattr(row, name)) for name in fact_names(type(row))}


def plain(value):
    """Return a decimal as text, always with the two places it is stored with; anything else as it is."""
    return f"{value:.2f}" if isinstance(value, Decimal) else value

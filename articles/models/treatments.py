"""The treatment that an article is about."""

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _


class Treatment(models.Model):
    """The facts of the treatment that an article is about."""

    article = models.OneToOneField("Article", models.CASCADE, related_name="treatment", verbose_name=_("article"))
    name = models.CharField(_("treatment"), max_length=200, blank=True)
    other_names = models.CharField(_("other names"), max_length=300, blank=True, help_text=_("Separated by commas."))
    cost_from = models.DecimalField(_("cost from"), max_digits=10, decimal_places=2, null=True, blank=True)
    cost_to = models.DecimalField(_("cost to"), max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text=_("Three letters, such as USD."))
    per = models.CharField(_("per"), max_length=100, blank=True, help_text=_("Such as “session” or “course”."))
    sessions = models.CharField(_("sessions"), max_length=300, blank=True)
    downtime = models.CharField(_("downtime"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")

    def __str__(self):
        return self.name

    @property
    def cost(self):
        """The cost in words, such as "USD 100 to 700 per session"; "" where no amount is stated."""
        amounts = [
            number_format(amount, decimal_pos=0 if amount == amount.to_integral_value() else 2, force_grouping=True)
            for amount in (self.cost_from, self.cost_to)
            if amount is not None
        ]
        if not amounts:
            return ""
        if len(amounts) == 2 and amounts[0] != amounts[1]:
            text = _("%(from)s to %(to)s") % {"from": amounts[0], "to": amounts[1]}
        elif self.cost_to is None:
            text = _("from %s") % amounts[0]
        elif self.cost_from is None:
            text = _("up to %s") % amounts[0]
        else:
            text = amounts[0]
        if self.currency:
            text = _("%(currency)s %(amount)s") % {"currency": self.currency.upper(), "amount": text}
        return _("%(cost)s per %(unit)s") % {"cost": text, "unit": self.per} if self.per else str(text)

"""What the library's pages ask the server: take an upload in, describe a picture, take an upload out again."""

from django.http import JsonResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import gallery
from articles.admin.endpoints import needs_one_of
from articles.admin.fields import admin_address, described
from articles.models import Image
from articles.pictures import MAX_BYTES, PictureError

LONGEST_ALT = Image._meta.get_field("default_alt").max_length


@require_POST
@needs_one_of("articles.add_image")
def upload(request):
    """Answer with the picture, whether the library knew it, and which others look like it."""
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": _("No file arrived. Choose one and try again.")}, status=400)
    try:
        image = gallery.add(file.read(MAX_BYTES + 1), name=file.name)
    except PictureError as error:
        return JsonResponse({"error": str(error)}, status=400)
    may_describe = request.user.has_perm("articles.change_image")
    may_take_back = request.user.has_perm("articles.delete_image")
    others = gallery.alike(image) if image.is_new else []
    known = _("Already in the library since %s: it was not added twice.")
    answer = described(image) | {
        "is_known": not image.is_new,
        "note": "" if image.is_new else known % month_of(image),
        "address": admin_address("articles_image_change", image.pk),
        "describe": admin_address("articles_image_describe", image.pk) if may_describe else "",
        "takeBack": admin_address("articles_image_take_back", image.pk) if image.is_new and may_take_back else "",
        "alike": [
            described(other)
            | {
                "address": admin_address("articles_image_change", other.pk),
                "sentence": _("Looks like a picture uploaded in %s. Use that one?") % month_of(other),
            }
            for other in others
        ],
    }
    return JsonResponse(answer, status=201 if image.is_new else 200)


@require_POST
@needs_one_of("articles.change_image")
def describe(request, pk):
    """Write the alternative text of a picture and answer with it as it is stored."""
    image = Image.objects.filter(pk=pk).first()
    if image is None:
        return JsonResponse({"error": _("Somebody deleted this picture meanwhile.")}, status=404)
    alt = " ".join(request.POST.get("alt", "").replace("\0", "").split())
    if len(alt) > LONGEST_ALT:
        words = _("The alternative text has %(length)d characters; %(most)d is the most. Shorten it.")
        return JsonResponse({"error": words % {"length": len(alt), "most": LONGEST_ALT}}, status=400)
    image.default_alt = alt
    image.save(update_fields=["default_alt"])
    return JsonResponse({"alt": alt})


@require_POST
@needs_one_of("articles.delete_image")
def take_back(request, pk):
    """Delete a picture that nothing uses."""
    images = list(Image.objects.filter(pk=pk))
    if any(any(counts) for counts in gallery.use_counts(images).values()):
        return JsonResponse({"error": _("Something uses this picture already, so it stays.")}, status=409)
    gallery.remove(images)
    return JsonResponse({})


def month_of(image):
    """Return when the picture was uploaded, such as "May 2026"."""
    return formats.date_format(timezone.localtime(image.created_at), "YEAR_MONTH_FORMAT")

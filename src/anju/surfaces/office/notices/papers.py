"""Pictures of posted sheets and files of reports, each only through the record it belongs to; and where a gateway reports to."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from anju.domains.notices.models import Activity, BodyReport, Channel, Posting, Publicity
from anju.domains.notices.screens import ActivityScreen, BodyReportScreen, PostingScreen, PublicityScreen
from anju.kernel import downloads, permissions

from ..doors import office_page

PARTS = {
    "posting": (Posting, PostingScreen, ("photo", "down_photo")),
    "report": (BodyReport, BodyReportScreen, ("file", "receipt_file")),
    "activity": (Activity, ActivityScreen, ("photo",)),
    "publicity": (Publicity, PublicityScreen, ("photo",)),
}


@office_page
def file(request: HttpRequest, kind: str, pk: UUID, part: str) -> HttpResponse:
    """One file of one record; what is not there, not in view or not permitted is all the same 404."""
    model, screen, parts = PARTS.get(kind, (None, None, ()))
    record = model.objects.filter(pk=pk).first() if part in parts else None
    if record is None or getattr(record, f"{part}_id") is None or not permissions.may(request.actor, screen().permission, request.scope):
        raise Http404
    return downloads.response(getattr(record, f"{part}_id"), by=request.actor)


def pictures(kind: str):
    """The tab that shows a record's files."""

    def render(record) -> Markup:
        found = [(part, getattr(record, f"{part}_id")) for part in PARTS[kind][2]]
        shown = [_shown(kind, record, part) for part, blob in found if blob]
        return Markup("").join(shown) or Markup('<p class="nothing">{}</p>').format(_("No file is kept here."))

    return render


def _shown(kind: str, record, part: str) -> Markup:
    address, blob = reverse("notice_paper", args=[kind, record.pk, part]), getattr(record, part)
    label = record._meta.get_field(part).verbose_name
    if blob.mime.startswith("image/"):
        return Markup('<figure><img class="evidence" src="{}" alt="{}"><figcaption>{}</figcaption></figure>').format(address, label, label)
    return Markup('<p><a class="btn" href="{}">{}</a></p>').format(address, label)


def report_address(channel: Channel) -> Markup:
    """Where the gateway reports deliveries: the address that is entered there."""
    if channel.dialect not in ("http", "aliyun_sms", "aliyun_voice", "tencent_sms") or channel.state != "in_use":
        return Markup('<p class="nothing">{}</p>').format(_("This kind of gateway reports nothing."))
    address = reverse("message_reports", args=[channel.pk, channel.report_sign])
    return Markup('<p>{}</p><p><code>{}</code></p>').format(_("Enter this address at the gateway, after the name of this server. Whoever knows it can report deliveries."), address)

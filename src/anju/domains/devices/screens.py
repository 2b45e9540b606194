"""The pages of devices, products and commands."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.domains.places.queries import Layer, Mark, add_layer
from anju.kernel.screens import Screen, Tab

from . import actions, queries
from .actions.holding import READERS
from .kinds import kind_choices, kind_of
from .models import Command, Device, Product
from .states import REASONS, Online


class DeviceScreen(Screen):
    model = Device
    name = "devices"
    title = _("Devices")
    menu = "assets"
    icon = "ti-cpu"
    position = 10
    label = "number"
    posts = READERS
    columns = "number name kind place online reason online_since contact__last_contact_at state"
    filters = "online reason kind place state maker"
    search = "number name serial address model"
    order = "number"
    choices = {"kind": kind_choices}  # noqa: RUF012
    quick = (
        (_("Not there"), "online=offline&online=fault"),
        (_("Never seen"), "online=awaited"),
        (_("Under service"), "online=under_service"),
        (_("Spares"), "state=spare"),
    )
    facts = (
        "number name kind online reason online_since lost_at place gateway dialect maker model serial firmware address report_s state commissioned_on "
        "service_reason service_until_at retired_on is_test_passed tested_at tested_by accepted_by acceptance_number accepted_on contact__last_contact_at "
        "contact__contact_since contact__last_number contact__skew_ms contact__signal credential__key_since credential__secret_since"
    )
    create, edit = actions.add_device, actions.change_device
    row = (
        actions.commission_device,
        actions.send_command,
        actions.put_back,
        actions.take_out,
        actions.write_test,
        actions.accept_installation,
        actions.write_check,
        actions.issue_enrolment,
        actions.set_login,
        actions.revoke_key,
        actions.put_in_store,
        actions.retire_device,
    )
    importing, undoing, key = actions.add_device, actions.retire_device, "number"
    tabs = (Tab("commands", _("Commands"), screen="device_commands", via="device"),)
    empty = _("No device is in the register yet. Bring in the list of devices from a table, or add the first one.")


class ProductScreen(Screen):
    model = Product
    name = "device_products"
    title = _("Approved products")
    menu = "assets"
    minor = True
    icon = "ti-certificate"
    position = 14
    posts = READERS
    columns = "maker model kind verdict is_counterfeit good_firmware authority certificate reviewed_by reviewed_at"
    filters = "verdict kind is_counterfeit"
    search = "maker model certificate"
    order = "maker"
    choices = {"kind": kind_choices}  # noqa: RUF012
    create = actions.review_product
    importing = actions.review_product
    empty = _("No product was reviewed yet. Cameras and patrol readers go into service only with an approved product.")


class CommandScreen(Screen):
    model = Command
    name = "device_commands"
    title = _("Commands to devices")
    menu = "assets"
    minor = True
    icon = "ti-send"
    position = 13
    posts = READERS
    columns = "device verb state receipt sent_by sent_at attempts taken_at ended_at"
    filters = "state verb device sent_at"
    order = "-sent_at"
    facts = "device verb state reason sent_by sent_at expires_at attempts taken_at accepted_at ended_at receipt"
    row = (actions.cancel_command,)
    empty = _("No command was sent yet. A device's page has the button.")


def marks(scope):
    """Every device in service where its place is drawn; one that is there is quiet."""
    labels = dict(kind_choices())
    for device in Device.objects.filter(scope=scope, state__in=("in_service", "under_service")).order_by("number"):
        yield _mark(device, labels, queries.Stood(device.online, device.reason, device.online_since))


def past(scope, at):
    """Every device that was in service at a moment, as the ledger says it stood then."""
    labels = dict(kind_choices())
    for device, stood in queries.stood_at(scope, at):
        yield _mark(device, labels, stood)


def _mark(device, labels, stood):
    state, is_camera = Online[stood.online], kind_of(device.kind).system == "video"
    colour = "" if state.colour in ("green", "grey") else state.colour
    return Mark(
        str(device.pk), str(device), sign="wedge" if is_camera else "square", colour=colour, state=state.label, place=device.place_id,
        link=f"/devices/{device.pk}/", kind=labels.get(device.kind, device.kind), note=dict(REASONS).get(stood.reason, ""), at=stood.since_at,
    )  # fmt: skip


add_layer(Layer("devices", _("Devices"), "ti-cpu", marks, ("devices.device",), DeviceScreen().permission, position=5, past=past))

"""Post phones: which stand where, who is signed in, which are locked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Screen

from .. import actions
from ..codes import READERS
from ..models import PostPhone
from .naming import colleague


class PostPhoneScreen(Screen):
    model = PostPhone
    name = "post_phones"
    title = _("Post phones")
    menu = "staff"
    minor = True
    icon = "ti-device-mobile"
    position = 39
    columns = ("name", "post", "state", colleague("holder", _("Signed in")), "entered_at", "until_at", "locked_until_at")
    filters = "state post"
    search = "name"
    order = "name"
    facts = ("name", "post", "state", colleague("holder", _("Signed in")), "entered_at", "until_at", "enrolled_at", "code_until_at", "tries", "locked_until_at")
    create = actions.prepare_post_phone
    row = (actions.withdraw_post_phone,)
    empty = _("No phone stays at a post yet. Enrol one; guards then sign in on it by badge number and their own PIN.")
    posts = READERS

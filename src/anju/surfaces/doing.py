"""Doing an action with what a page was sent; what does not fit comes back as a refusal that names each field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Spec
from anju.kernel.inputs import BadInput
from anju.kernel.refusals import Refusal


def unusable(spec: Spec, errors: Mapping[str, Any]) -> Refusal:
    """The refusal `room.unusable_input`: each field by its label, and what is wrong with it."""
    labels = {one.name: one.label for one in spec.inputs}
    why = " ".join(gettext("%(label)s: %(text)s") % {"label": labels.get(name, name), "text": text} for name, text in errors.items())
    return Refusal(f"{spec.name.partition('.')[0]}.unusable_input", _("Not recorded. %(why)s"), why=why)


def done(spec: Spec, subject: Any, request: HttpRequest, given: Mapping[str, Any]) -> Any:
    """What the action made of `given`, or why not; what was left empty is not given."""
    try:
        return spec(subject, by=request.actor, **spec.clean({name: value for name, value in given.items() if value not in ("", None, [])}))
    except BadInput as bad:
        return unusable(spec, bad.errors)


def pressed(request: HttpRequest, verbs: Mapping[str, tuple[Any, Any]], verb: str, pk: UUID) -> tuple[Spec, Any]:
    """Do the verb of the address to the record it names: (its declaration, what came of it). `verbs`: word to (action, model).

    A word that is no verb, and a record that is not here, are not found.
    """
    action, model = verbs.get(verb, (None, None))
    subject = model.objects.select_related("scope").filter(pk=pk).first() if model else None
    if subject is None:
        raise Http404
    spec = action.spec
    named = {one.name for one in spec.inputs} & set(request.POST)
    return spec, done(spec, subject, request, {name: request.POST.get(name, "") for name in named})

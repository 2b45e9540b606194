"""The pages of people and posts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Screen

from . import actions
from .models import Person, Post


class PersonScreen(Screen):
    model = Person
    name = "people"
    title = _("People")
    menu = "owners"
    icon = "ti-users"
    columns = "name phone employee_number created_at"
    search = "name employee_number"
    order = "name"
    facts = "name phone identity_number employee_number created_at"
    create = actions.register_person
    edit = actions.change_person
    importing = actions.register_person
    key = "identity_number employee_number"
    empty = _("Nobody is registered yet. Register the first person, or import a table of owners and staff.")


class PostScreen(Screen):
    model = Post
    name = "posts"
    title = _("Posts")
    menu = "staff"
    icon = "ti-shield"
    columns = "name role place people_per_shift is_two_person state"
    filters = "role state place"
    search = "name"
    order = "name"
    create = actions.define_post
    edit = actions.change_post
    row = (actions.retire_post,)
    posts = ("security_manager", "project_manager", "headquarters", "team_leader")
    empty = _("There are no posts yet. Posts are the places that guards fill: the south gate, patrol one, the control room.")

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "anju.domains.people"
    label = "people"

    def ready(self) -> None:
        """Tell the kernel who knows which posts an actor holds."""
        from anju.kernel import permissions

        from .queries.rights import posts_of

        permissions.set_source(posts_of)

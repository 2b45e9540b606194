"""`migrate`, quick on an empty database: Django draws the whole model world anew for each of some 600 steps, which takes a minute."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if not (options["app_label"] or options["plan"] or options["check_unapplied"] or connection.introspection.table_names()):
            lay(connection)
        super().handle(*args, **options)


def lay(connection: Any) -> None:
    """Make every table as the models say it, do what our own migrations do by hand, and note all migrations as done.

    The two ways meet as long as `makemigrations --check` finds nothing. What libraries change in rows they do on rows that are not here yet.
    """
    loader = MigrationLoader(connection)
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.app_label in loader.migrated_apps and model._meta.can_migrate(connection):
                editor.create_model(model)
    state = loader.project_state()
    for app, name in _in_order(loader):
        migration = loader.graph.nodes[app, name]
        by_hand = [one for one in migration.operations if isinstance(one, RunPython | RunSQL)]
        for operation in by_hand if type(migration).__module__.startswith("anju.") else ():
            with connection.schema_editor(atomic=migration.atomic) as editor:
                operation.database_forwards(app, editor, state, state)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in _in_order(loader))


def _in_order(loader: MigrationLoader) -> list[tuple[str, str]]:
    return loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True)

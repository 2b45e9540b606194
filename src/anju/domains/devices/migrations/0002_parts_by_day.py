"""On PostgreSQL the table of observations is divided by day; elsewhere it stays as it is."""

from django.db import migrations

TABLE = "devices_observation"


def divide(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(f"CREATE TABLE {TABLE}_parts (LIKE {TABLE} INCLUDING DEFAULTS) PARTITION BY RANGE (day)")
    schema_editor.execute(f"DROP TABLE {TABLE}")
    schema_editor.execute(f"ALTER TABLE {TABLE}_parts RENAME TO {TABLE}")
    schema_editor.execute(f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_key PRIMARY KEY (day, scope_id, device_id, number)")


class Migration(migrations.Migration):
    dependencies = [("devices", "0001_initial")]
    operations = [migrations.RunPython(divide, migrations.RunPython.noop, elidable=False)]

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "anju.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load what the kernel and the rooms declare, once all models are there."""
        from . import discovery

        discovery.load_rooms()

from django.urls import path, register_converter

from anju.kernel.screens import registry

from . import bulks, columns, exports, forms, imports, lists, records, sheets


class ScreenName:
    """Only names of declared screens, so that other pages can stand beside them."""

    regex = "[a-z][a-z0-9_]*"

    def to_python(self, value: str):
        if value not in registry:
            raise ValueError(value)
        return registry[value]

    def to_url(self, value) -> str:
        return value if isinstance(value, str) else value.name


register_converter(ScreenName, "screen")

app_name = "office"
urlpatterns = [
    path("choices/<str:action>/<slug:name>/", forms.choices, name="choices"),
    path("<screen:screen>/", lists.page, name="list"),
    path("<screen:screen>/total/", lists.total, name="total"),
    path("<screen:screen>/filters/<slug:name>/", lists.filter_choices, name="filter_choices"),
    path("<screen:screen>/columns/", columns.page, name="columns"),
    path("<screen:screen>/export/", exports.start, name="export"),
    path("<screen:screen>/export/<uuid:pk>/", exports.page, name="export_page"),
    path("<screen:screen>/export/<uuid:pk>/fetch/", exports.fetch, name="export_fetch"),
    path("<screen:screen>/new/", forms.create, name="create"),
    path("<screen:screen>/bulk/<slug:verb>/", bulks.page, name="bulk"),
    path("<screen:screen>/import/", imports.start, name="import"),
    path("<screen:screen>/import/template/", sheets.template, name="template"),
    path("<screen:screen>/import/<uuid:pk>/", imports.page, name="import_page"),
    path("<screen:screen>/import/<uuid:pk>/errors/", imports.errors, name="import_errors"),
    path("<screen:screen>/<uuid:pk>/", records.page, name="record"),
    path("<screen:screen>/<uuid:pk>/tab/<slug:tab>/", records.page, name="tab"),
    path("<screen:screen>/<uuid:pk>/file/<slug:name>/", records.file, name="record_file"),
    path("<screen:screen>/<uuid:pk>/show-personal/", records.show_personal, name="show_personal"),
    path("<screen:screen>/<uuid:pk>/<slug:verb>/", forms.act, name="act"),
]

"""Screens: one declaration gives list, filter, detail, form, bulk action, history, export, import and the API of a record.

This package makes pages as data; the surfaces render them. A page of several communities is paged by `paging.scoped_page`.
"""

from .declare import Column, Screen, Tab, add_tab, add_verb, registry, screen_of
from .sheet import export_list

__all__ = ["Column", "Screen", "Tab", "add_tab", "add_verb", "export_list", "registry", "screen_of"]

"""What the tabs of this room draw: bands as coloured bars with their gaps, the ranking, the account through the year, the entry form's link."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from anju.kernel import clock

from . import library, queries
from .models import Band, Round, Scheme, Sheet, Subject
from .summing import Account

WIDTH = 640
COLOURS = {"grey": "#adb5bd", "blue": "#4299e1", "green": "#2fb344", "yellow": "#f59f00", "orange": "#f76707", "red": "#d63939"}


def _number(value: Decimal | None) -> str:
    return "-" if value is None else f"{value.normalize():f}"


def bands_tab(scheme: Scheme) -> Markup:
    """The scale as one bar; what belongs nowhere or twice is listed under it, with what to do."""
    bands = list(Band.objects.filter(scope=scheme.scope_id, scheme=scheme, item=None).order_by("lowest"))
    gaps = queries.gaps(scheme)
    parts = [_bar(scheme, bands), Markup("<ul>"), *(_gap(one) for one in gaps), Markup("</ul>")]
    if not gaps:
        parts.append(Markup("<p>{}</p>").format(_("Every score belongs to exactly one band.") if bands else _("The scheme only ranks.")))
    return Markup("").join(parts)


def _gap(one: queries.Gap) -> Markup:
    sentence = _("%(from_)s to %(to)s belongs to no band.") if one.kind == "hole" else _("%(from_)s to %(to)s belongs to two bands.")
    shown = sentence % {"from_": _number(one.lowest), "to": _number(one.highest)}
    todo = _("Decide it with “Decide a range”; your name is kept with the reason.")
    return Markup('<li><span class="state state-red">{}</span> {} {}</li>').format(shown, one.item, todo)


def _bar(scheme: Scheme, bands: list[Band]) -> Markup:
    width = scheme.highest - scheme.lowest + scheme.step
    pieces = []
    for band in bands:
        left = float((band.lowest - scheme.lowest) / width) * WIDTH
        wide = float((band.highest - band.lowest + scheme.step) / width) * WIDTH
        pieces.append(
            Markup('<rect x="{:.1f}" y="0" width="{:.1f}" height="26" fill="{}"><title>{}</title></rect>').format(
                left, wide, COLOURS.get(band.colour, COLOURS["blue"]), f"{band.label} {_number(band.lowest)}-{_number(band.highest)}"
            )
        )
    names = Markup("").join(
        Markup('<span class="state state-{}">{} {}-{}</span> ').format(one.colour, one.label, _number(one.lowest), _number(one.highest)) for one in bands
    )
    svg = Markup('<svg viewBox="0 0 {} 26" role="img" aria-label="{}" class="bar">{}</svg>').format(WIDTH, _("Bands of the scale"), Markup("").join(pieces))
    return Markup("{}<p>{}</p>").format(svg, names)


def ranking_tab(round_: Round) -> Markup:
    """Best first, each with a bar of its points, how many sheets it rests on, and what is missing."""
    rows = queries.ranking(round_)
    if not rows:
        return Markup("<p>{}</p>").format(_("Not summed up yet."))
    heads = (_("Rank"), _("Subject"), _("Points"), "", _("Band"), _("Sheets"), _("Missing"))
    head = Markup("").join(Markup("<th>{}</th>").format(one) for one in heads)
    body = Markup("").join(_ranked(round_.scheme, one, heads) for one in rows)
    notes = [_("%(scored)s of %(owed)s scored.") % {"scored": round_.scored, "owed": round_.owed}]
    if round_.is_uniform:
        notes.append(_("All were scored alike: nothing was told apart. Look at the sheets again."))
    if round_.scheme.legal_note:
        notes.append(round_.scheme.legal_note)
    return Markup('<p>{}</p><table class="table as-cards"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(" ".join(notes), head, body)


def _ranked(scheme: Scheme, one: Any, heads: tuple[str, ...]) -> Markup:
    colour = one.band.colour if one.band else "grey"
    points = _number(one.points)
    full = _number(scheme.highest)
    wide = 0 if one.points is None else float(max(one.points - scheme.lowest, 0) / (scheme.highest - scheme.lowest)) * 160
    bar = Markup('<svg viewBox="0 0 160 12" width="160" height="12" aria-hidden="true"><rect width="{:.1f}" height="12" fill="{}"></rect></svg>').format(
        wide, COLOURS.get(colour, COLOURS["grey"])
    )
    band = Markup('<span class="state state-{}">{}</span>').format(colour, one.band.label) if one.band else Markup('<span class="nothing">--</span>')
    cells = (one.rank or "--", str(one.subject), f"{points}/{full}", bar, band, f"{one.sheets}/{max(one.sheets, one.sheets_owed)}", ", ".join(_said(code) for code in one.missing))
    drawn = (
        Markup('<td class="{}" data-head="{}">{}</td>').format("number" if n in (0, 2, 5) else "", name, cell)
        for n, (name, cell) in enumerate(zip(heads, cells, strict=True))
    )
    return Markup("<tr>{}</tr>").format(Markup("").join(drawn))


def _said(source: str) -> str:
    return str(dict([*queries.SOURCES, ("measures", _("Figures of the system"))]).get(source, source))


def account_tab(subject: Subject) -> Markup:
    """Every points scheme it is on: opening, each booking, balance; restored ones struck through."""
    year = clock.today(subject.scope).year
    parts = []
    for scheme in queries.schemes_of(subject):
        for each in (year, year - 1):
            found = queries.account(subject, scheme, each)
            if found.bookings or each == year:
                parts.append(_account(scheme, found))
    return Markup("").join(parts) or Markup("<p>{}</p>").format(_("No points scheme counts on it."))


def _account(scheme: Scheme, found: Account) -> Markup:
    shown = {"year": found.year, "opening": _number(found.opening), "balance": _number(found.balance)}
    head = _("%(year)s: begun with %(opening)s points, now %(balance)s") % shown
    rows = Markup("").join(
        Markup('<li><time>{}</time> <b class="number">{}</b> {} {}</li>').format(
            one.on.isoformat(), f"{one.points:+f}", Markup("<s>{}</s>").format(one.reason) if one.state == "cancelled" else one.reason, one.get_channel_display()
        )
        for one in found.bookings
    )
    return Markup('<h3>{}</h3><p>{}</p><ul class="history">{}</ul>').format(str(scheme), head, rows)


def entry_tab(sheet: Sheet) -> Markup:
    """The way to the fast entry page."""
    if sheet.state != "open":
        return Markup("<p>{}</p>").format(_("This sheet is closed. Its marks stand in the next tab."))
    return Markup('<p><a class="btn btn-primary" href="/scoring/{}/">{}</a></p>').format(sheet.pk, _("Score all items on one page"))


def templates_tab(scheme: Scheme) -> Markup:
    """Which template it came from."""
    found = library.templates().get(scheme.template)
    return Markup("<p>{}</p>").format(library.title_of(found) if found else _("Written here, from no template."))

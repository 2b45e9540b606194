"""The pages of scores: schemes with items, bands and what follows; rounds with their rankings; sheets; accounts; consequences and appeals."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.screens import Screen, Tab

from . import actions, drawing
from .actions.holding import LEADERS, READERS
from .kinds import consequence_choices
from .models import (
    Appeal,
    Band,
    BandDecision,
    Consequence,
    Enrolment,
    Filing,
    Item,
    Mark,
    Points,
    Result,
    Round,
    Rule,
    Scheme,
    Sheet,
    SheetRecheck,
    Subject,
    Vote,
)

_KINDS: dict[str, Any] = {"kind": consequence_choices}


class SchemeScreen(Screen):
    model = Scheme
    name = "schemes"
    title = _("Schemes of scoring")
    menu = "staff"
    icon = "ti-list-numbers"
    position = 60
    label = "title"
    posts = READERS
    columns = "title version subject_kind period method state from_on"
    filters = "state subject_kind period method field"
    search = "title code"
    order = "-created_at"
    quick = ((_("In use now"), "state=active"), (_("Being written now"), "state=draft"))
    facts = (
        "title code version state subject_kind period method base_points lowest highest step combine rounds_per_month ranking carry carry_cap "
        "appeal_days appeal_in_working_days recheck_percent votes_needed scorers note legal_note basis_label from_on until_on field"
    )
    create = actions.adopt_template
    edit = actions.change_scheme
    row = (
        actions.activate_scheme,
        actions.open_round,
        actions.add_item,
        actions.add_band,
        actions.decide_range,
        actions.add_rule,
        actions.revise_scheme,
        actions.withdraw_scheme,
    )
    tabs = (
        Tab("bands", _("Bands and gaps"), render=drawing.bands_tab),
        Tab("items", _("Items"), screen="score_items", via="scheme"),
        Tab("rules", _("What follows"), screen="score_rules", via="scheme"),
        Tab("band_rows", _("Bands"), screen="score_bands", via="scheme"),
        Tab("decisions", _("Decisions on gaps"), screen="band_decisions", via="scheme"),
        Tab("rounds", _("Rounds"), screen="score_rounds", via="scheme"),
        Tab("templates", _("Templates"), render=drawing.templates_tab),
    )
    empty = _("No scheme yet. Adopt a template, change what differs here, and put it in use.")


class OwnSchemeScreen(Screen):
    model = Scheme
    name = "own_schemes"
    title = _("Write or bring in a scheme")
    posts = ("security_manager", "project_manager", "headquarters")
    columns = "title code version state"
    create = actions.create_scheme
    empty = _("Write a scheme of your own, item by item.")


class OtherSchemeScreen(Screen):
    model = Scheme
    name = "other_schemes"
    title = _("Schemes of other fields")
    posts = ("project_manager", "headquarters", "street_office")
    columns = "title code field version state"
    create = actions.adopt_other_template
    empty = _("Contests of villages, points of physicians and the like are adopted here by who runs them.")


class ItemScreen(Screen):
    model = Item
    name = "score_items"
    title = _("Items")
    posts = READERS
    label = "wording"
    columns = "code group wording shape full_marks unit_points evidence is_veto"
    filters = "scheme shape"
    search = "wording code"
    order = "ordering"
    facts = (
        "code group wording scheme shape full_marks lowest unit_points unit_name batch evidence is_veto measure dimension formula interval_days "
        "legal_note basis_label"
    )
    row = (actions.remove_item,)
    importing = actions.import_item
    key = "code"
    empty = _("No items yet. Add what is looked at, or bring a table in.")


class BandScreen(Screen):
    model = Band
    name = "score_bands"
    title = _("Bands")
    posts = READERS
    columns = "label item lowest highest points stars"
    filters = "scheme"
    order = "-highest"
    row = (actions.remove_band,)
    empty = _("No bands: the scheme only ranks.")


class DecisionScreen(Screen):
    model = BandDecision
    name = "band_decisions"
    title = _("Decisions on gaps")
    posts = READERS
    columns = "lowest highest label item reason decided_by decided_at"
    order = "-decided_at"
    empty = _("Nothing had to be decided.")


class RuleScreen(Screen):
    model = Rule
    name = "score_rules"
    title = _("What follows")
    posts = READERS
    columns = "label trigger value until_value kind band floor months days"
    facts = "label trigger value until_value kind band floor months days points amounts shares legal_note scheme"
    order = "created_at"
    choices = _KINDS
    row = (actions.remove_rule,)
    empty = _("Nothing follows by itself. Add what a rank, a band or points taken lead to.")


class RoundScreen(Screen):
    model = Round
    name = "score_rounds"
    title = _("Rounds and rankings")
    menu = "staff"
    icon = "ti-trophy"
    position = 61
    label = "title"
    posts = READERS
    columns = "title first_on last_on scored owed mean spread state"
    filters = "state scheme first_on"
    search = "title"
    order = "-first_on"
    facts = "title scheme state first_on last_on scored owed mean spread is_uniform summed_at frozen_at frozen_by published_at appeal_until_on"
    row = (
        actions.open_sheet,
        actions.sum_round,
        actions.fill_from_measures,
        actions.draw_rechecks,
        actions.freeze_round,
        actions.publish_round,
    )
    tabs = (
        Tab("ranking", _("Ranking"), render=drawing.ranking_tab),
        Tab("results", _("Results"), screen="score_results", via="round"),
        Tab("sheets", _("Score sheets"), screen="score_sheets", via="round"),
        Tab("follows", _("What follows"), screen="consequences", via="round"),
    )
    empty = _("No round yet. Open one from a scheme that is in use.")


class ResultScreen(Screen):
    model = Result
    name = "score_results"
    title = _("Results")
    posts = READERS
    columns = "rank subject points band sheets sheets_owed booked_points restored_points is_vetoed is_barred"
    facts = (
        "subject round rank points band sheet_points measured_points booked_points restored_points sheet_sum sheets sheets_owed missing is_vetoed is_barred "
        "barred_by"
    )
    filters = "round band is_barred"
    order = "rank"
    empty = _("Not summed up yet.")


class SheetScreen(Screen):
    model = Sheet
    name = "score_sheets"
    title = _("Score sheets")
    menu = "staff"
    minor = True
    icon = "ti-checklist"
    position = 62
    label = "number"
    posts = READERS
    columns = "number subject round on source scorer points full state"
    filters = "state round subject source scorer on is_backfilled"
    search = "number"
    order = "-on"
    facts = "number subject round scheme on turn source scorer points full is_vetoed is_backfilled opinion submitted_at state"
    row = (actions.submit_sheet, actions.score_item, actions.void_sheet)
    importing = actions.import_mark
    tabs = (
        Tab("entry", _("Score now"), render=drawing.entry_tab),
        Tab("marks", _("Marks"), screen="score_marks", via="sheet"),
        Tab("rechecks", _("Recheck"), screen="sheet_rechecks", via="sheet"),
    )
    empty = _("No sheet yet. Open one from a round, or bring a table in.")


class MarkScreen(Screen):
    model = Mark
    name = "score_marks"
    title = _("Marks")
    posts = READERS
    columns = "item quantity level given value numerator denominator points reason"
    order = "item__ordering"
    empty = _("Nothing was marked: everything was found in order.")


class SheetRecheckScreen(Screen):
    model = SheetRecheck
    name = "sheet_rechecks"
    title = _("Sheets to recheck")
    menu = "staff"
    minor = True
    icon = "ti-dice"
    position = 63
    posts = LEADERS
    columns = "sheet drawn_at by at points difference"
    filters = "by at"
    order = "-drawn_at"
    row = (actions.recheck_sheet,)
    empty = _("No sheet was drawn. A round with a share of rechecks draws them by lot.")


class SubjectScreen(Screen):
    model = Subject
    name = "score_subjects"
    title = _("Who is scored")
    menu = "staff"
    minor = True
    icon = "ti-id-badge-2"
    position = 64
    label = "code"
    posts = READERS
    columns = "code title name kind answerable place part_of"
    filters = "kind part_of answerable"
    search = "code title"
    order = "code"
    facts = "code title name kind person answerable place part_of licence own_rules_on"
    create = actions.register_subject
    row = (
        actions.enrol_subject,
        actions.book_points,
        actions.announce_consequence,
        actions.file_appeal,
        actions.file_subject,
        actions.file_own_rules,
    )
    importing = actions.register_subject
    tabs = (
        Tab("account", _("Points account"), render=drawing.account_tab),
        Tab("schemes", _("Lists it is on"), screen="enrolments", via="subject"),
        Tab("results", _("Results"), screen="score_results", via="subject"),
        Tab("points", _("Booked points"), screen="points", via="subject"),
        Tab("follows", _("What follows"), screen="consequences", via="subject"),
        Tab("filings", _("Filings"), screen="filings", via="subject"),
        Tab("appeals", _("Appeals"), screen="appeals", via="subject"),
    )
    empty = _("Nobody is on the register. Add squads, communities or people that are scored.")


class EnrolmentScreen(Screen):
    model = Enrolment
    name = "enrolments"
    title = _("Lists of schemes")
    posts = READERS
    columns = "scheme_code subject from_on until_on"
    order = "scheme_code"
    row = (actions.end_enrolment,)
    empty = _("No scheme counts on it yet. Put it on a scheme's list.")


class FilingScreen(Screen):
    model = Filing
    name = "filings"
    title = _("Filings")
    posts = READERS
    columns = "subject institution body from_on until_on reason studied"
    filters = "institution until_on"
    order = "-from_on"
    row = (actions.end_filing,)
    empty = _("Not filed anywhere.")


class PointsScreen(Screen):
    model = Points
    name = "points"
    title = _("Booked points")
    menu = "staff"
    minor = True
    icon = "ti-plus-minus"
    position = 65
    label = "number"
    posts = READERS
    columns = "number subject points reason channel on booked_by state"
    filters = "subject scheme channel state on is_backfilled"
    search = "number reason"
    order = "-on"
    facts = "number subject scheme item points level channel institution reason case year on booked_by is_backfilled state"
    row = (actions.cancel_points,)
    empty = _("No points were booked. Book them at the one they concern.")


class ConsequenceScreen(Screen):
    model = Consequence
    name = "consequences"
    title = _("Warnings and consequences")
    menu = "staff"
    icon = "ti-cards"
    position = 66
    label = "number"
    posts = READERS
    columns = "number kind subject reason announced_at appeal_until_on from_on until_on state"
    filters = "state kind subject scheme announced_at"
    search = "number"
    order = "-announced_at"
    choices = _KINDS
    quick = ((pgettext_lazy("consequence", "Warnings"), "state=announced"), (_("In force now"), "state=in_force"))
    facts = (
        "number kind subject scheme round rule reason legal_note announced_by announced_at body_notice_due_on body_told_on person_notice_due_on person_told_on "
        "appeal_until_on enforced_by from_on until_on months days amount_yuan shares case reported_to reported_on result cause state"
    )
    row = (
        actions.give_notice,
        actions.enforce_consequence,
        actions.accept_consequence,
        actions.cast_vote,
        actions.report_consequence,
        actions.lift_consequence,
    )
    tabs = (Tab("votes", _("Votes"), screen="votes", via="consequence"),)
    empty = _("Nobody was warned and nobody commended.")


class VoteScreen(Screen):
    model = Vote
    name = "votes"
    title = _("Votes")
    posts = READERS
    columns = "voter is_for is_stepping_back reason at"
    order = "at"
    empty = _("Nobody voted yet.")


class AppealScreen(Screen):
    model = Appeal
    name = "appeals"
    title = _("Appeals")
    menu = "staff"
    minor = True
    icon = "ti-gavel"
    position = 67
    label = "number"
    posts = READERS
    columns = "number subject grounds filed_at restored rank_before rank_after decided_at state"
    filters = "state subject filed_at"
    search = "number"
    order = "-filed_at"
    facts = (
        "number subject consequence result points through filed_by filed_at grounds panel panel_on decided_by decided_at answer restored rank_before rank_after "
        "state"
    )
    row = (actions.uphold_appeal, actions.reject_appeal, actions.record_panel)
    quick = ((_("To be heard now"), "state=filed"),)
    empty = _("Nobody appealed.")

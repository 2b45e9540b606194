"""The pages of the archive. Lists show of closed classes the class instead of the title; who may open what is asked record by record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import ROLE_CHOICES
from anju.kernel import permissions
from anju.kernel.screens import Column, Screen, Tab, add_tab

from . import actions, seeing
from .kinds import MANAGERS, READERS, SYSTEMS
from .models import (
    Check,
    Disposal,
    DisposalItem,
    Document,
    DocumentClass,
    FollowUp,
    Handover,
    HandoverItem,
    Issue,
    Loan,
    Look,
    Piece,
    Reading,
    YearOfClass,
)

_ROLES = dict(ROLE_CHOICES)
_SYSTEMS = dict(SYSTEMS)


def roles_in_words(codes: list[str]) -> str:
    return "、".join(str(_ROLES.get(code, code)) for code in codes) or "--"


def systems_in_words(codes: list[str]) -> str:
    return "、".join(str(_SYSTEMS.get(code, code)) for code in codes) or "--"


def words(values: list[str]) -> str:
    return "、".join(values) or "--"


class DocumentScreen(Screen):
    model = Document
    name = "documents"
    title = _("Documents")
    menu = "owners"
    icon = "ti-files"
    position = 40
    label = "shown_title"
    posts = READERS
    columns = "shown_title number klass state year version cabinet box effective_on keep_until_on"
    filters = "state klass klass__tier piece year owner due_on review_due_on keep_until_on zone dwelling post"
    search = "shown_title number cabinet box device_label"
    order = "-created_at"
    quick = (
        (_("Drafts"), "state=draft"),
        (_("To approve"), "state=submitted&state=revising"),
        (_("In force, all"), "state=effective&state=revising"),
        (_("Withdrawn, all"), "state=withdrawn"),
    )
    facts = (
        "shown_title", "number", "state", "klass", "piece", "year", "period", "version", "dated_on", "signed_on", "effective_on", "ended_on", "issuer", "zone",
        "dwelling", "post", "person", "device_label", "parent", Column("systems", render=systems_in_words), "owner", "due_on", "cabinet", "box", "copies",
        Column("former_numbers", render=words), "filed_with", "filed_on", "filing_number", Column("reading_roles", render=roles_in_words), "reading_days",
        "review_due_on", "entered_by", "approved_by", "approved_at", "withdrawn_at", "keep_until_on", "basis_label",
    )  # fmt: skip
    create, edit = actions.file_document, actions.change_document
    row = (
        actions.approve_document, actions.add_version, actions.submit_document, actions.add_part, actions.send_back_document, actions.require_reading,
        actions.ask_loan, actions.place_document, actions.check_document, actions.record_filing, actions.issue_text, actions.add_follow_up,
        actions.verify_files, actions.rename_document, actions.reclassify_document, actions.withdraw_document, actions.discard_draft,
    )  # fmt: skip
    importing, undoing, key = actions.register_document, actions.discard_draft, "expected_file"
    tabs = (
        Tab("readings", _("Readers"), screen="document_readings", via="document"),
        Tab("loans", _("Loans"), screen="document_loans", via="document"),
        Tab("checks", _("Checks"), screen="document_checks", via="document"),
        Tab("follow_ups", _("Follow-ups"), screen="document_follow_ups", via="document"),
        Tab("issues", _("Handed to owners"), screen="document_issues", via="document"),
        Tab("looks", _("Who looked at it"), screen="document_looks", via="document"),
        Tab("under", _("Under it"), screen="documents", via="parent"),
    )
    renderers = {"year": str}  # noqa: RUF012 - a year has no thousands
    empty = _("No document yet. Load a set of classes, then file the contracts and rules that every community must hold.")


permissions.declare_view("documents.document", DocumentScreen().permission, rule=seeing.shows_record)
permissions.declare_view("documents.documentfile", actions.open_document.spec.name, rule=seeing.may_view_file)


class ClassScreen(Screen):
    model = DocumentClass
    name = "document_classes"
    title = _("Document classes")
    menu = "owners"
    minor = True
    icon = "ti-folders"
    position = 45
    label = "name"
    posts = READERS
    columns = "name code group medium level keep_years file_of keeper state"
    filters = "state group medium level file_of"
    search = "name code group"
    order = "code"
    facts = (
        "name", "code", "group", "medium", "level", Column("may_see", render=roles_in_words), "keep_years", "tier", "file_of", "is_approved",
        Column("part_names", render=words), "arrangement", "binding", "stamp_count", "stamp_size", "number_digits", "review_months", "loan_days", "due_days",
        "keeper", "second_keeper", "state",
    )  # fmt: skip
    create, edit = actions.add_class, actions.change_class
    row = (actions.add_piece, actions.begin_arranging, actions.retire_class)
    importing, undoing, key = actions.add_class, actions.retire_class, "code"
    tabs = (
        Tab("pieces", _("Required pieces"), screen="document_pieces", via="klass"),
        Tab("documents", _("Documents"), screen="documents", via="klass"),
        Tab("years", _("Years"), screen="document_years", via="klass"),
    )
    empty = _("No class yet. Load the set for a property company and change it afterwards.")


class PieceScreen(Screen):
    model = Piece
    name = "document_pieces"
    title = _("Required pieces")
    label = "name"
    posts = READERS
    columns = "name klass per count is_signed owed_role state"
    order = "position"
    row = (actions.drop_piece,)
    empty = _("Nothing is required here yet. Say what this class must hold.")


class YearScreen(Screen):
    model = YearOfClass
    name = "document_years"
    title = _("Classes by year")
    posts = READERS
    columns = "klass year state held needed documents due_on is_on_time first_number last_number archived_at"
    filters = "state year klass"
    order = "-year"
    facts = "klass year state due_on held needed documents first_number last_number arranged_by arranging_at archived_by archived_at is_on_time digest"
    row = (actions.archive_year,)
    renderers = {"year": str}  # noqa: RUF012
    empty = _("No year is being arranged yet. Open a class that is complete and begin.")


class ReadingScreen(Screen):
    model = Reading
    name = "document_readings"
    title = _("Required readings")
    menu = "staff"
    minor = True
    icon = "ti-book"
    position = 40
    posts = (*READERS, "squad_leader")
    columns = "document person state version due_on opened_at acknowledged_at score asked attempts"
    filters = "state person document due_on"
    order = "-due_on"
    quick = ((_("Overdue"), "state=overdue"), (_("To read"), "state=owed"))
    empty = _("Nobody has to read anything. Open a rule and require its reading.")


class LoanScreen(Screen):
    model = Loan
    name = "document_loans"
    title = _("Loans of documents")
    menu = "owners"
    icon = "ti-arrows-exchange"
    position = 42
    label = "number"
    posts = READERS
    columns = "number document kind borrower state due_on out_at returned_at"
    filters = "state kind borrower document due_on"
    search = "number purpose"
    order = "-asked_at"
    quick = ((_("To approve"), "state=asked"), (_("Overdue"), "state=overdue"), (_("Lent out, all"), "state=out&state=overdue"))
    facts = (
        "number document kind state borrower unit purpose asked_by asked_at due_on approved_by approved_at reason out_by out_at returned_to returned_at condition "
        "overdue_at"
    )
    row = (actions.approve_loan, actions.hand_out_original, actions.return_loan, actions.extend_loan, actions.refuse_loan)
    verbs = (actions.approve_loan, actions.hand_out_original, actions.return_loan)
    empty = _("Nothing was asked for yet. Open a document and ask to consult or borrow it.")


class CheckScreen(Screen):
    model = Check
    name = "document_checks"
    title = _("Checks of documents")
    posts = READERS
    columns = "document kind is_fine clause person note checked_by at"
    filters = "kind is_fine system document at"
    order = "-at"
    facts = "document kind is_fine is_clear is_accurate is_complete system clause person note checked_by at"
    empty = _("No check yet.")


class FollowUpScreen(Screen):
    model = FollowUp
    name = "document_follow_ups"
    title = _("Follow-ups of documents")
    menu = "owners"
    minor = True
    icon = "ti-list-check"
    position = 47
    label = "title"
    posts = (*READERS, "squad_leader")
    columns = "title document owner state due_on done_at result"
    filters = "state owner document due_on"
    search = "title"
    order = "-due_on"
    quick = ((_("Overdue"), "state=overdue"), (_("To be carried out"), "state=open"))
    facts = "title document owner state due_on done_by done_at result"
    row = (actions.finish_follow_up,)
    verbs = (actions.finish_follow_up,)
    empty = _("Nothing is to be followed up. Open a directive and say what it asks for.")


class IssueScreen(Screen):
    model = Issue
    name = "document_issues"
    title = _("Texts handed to owners")
    posts = READERS
    columns = "document version dwelling receiver receiver_name issued_at issued_by"
    filters = "document dwelling issued_at"
    order = "-issued_at"
    empty = _("No text was handed over yet.")


class LookScreen(Screen):
    model = Look
    name = "document_looks"
    title = _("Views of confidential documents")
    posts = (*MANAGERS, "auditor")
    columns = "at document version person purpose"
    filters = "document person at"
    order = "-at"
    empty = _("Nobody has opened a confidential document.")


class DisposalScreen(Screen):
    model = Disposal
    name = "document_disposals"
    title = _("Disposal lists")
    menu = "owners"
    minor = True
    icon = "ti-trash"
    position = 48
    label = "number"
    posts = READERS
    columns = "number items state asked_by asked_at approved_by done_at witness"
    filters = "state asked_at"
    order = "-asked_at"
    facts = "number items reason state asked_by asked_at approved_by approved_at refusal_reason method done_by witness done_at"
    row = (actions.approve_disposal, actions.destroy_documents, actions.refuse_disposal)
    tabs = (Tab("items", _("Documents"), screen="document_disposal_items", via="disposal"),)
    empty = _("Nothing is listed for disposal. The archive page shows what is past its time.")


class DisposalItemScreen(Screen):
    model = DisposalItem
    name = "document_disposal_items"
    title = _("Documents of disposal lists")
    posts = READERS
    columns = "document document__number kept_until_on files"
    order = "created_at"
    empty = _("This list is empty.")


class HandoverScreen(Screen):
    model = Handover
    name = "document_handovers"
    title = _("Handover lists")
    menu = "owners"
    minor = True
    icon = "ti-transfer"
    position = 46
    label = "number"
    posts = READERS
    columns = "number kind giver receiver items missing state drawn_at signed_at"
    filters = "state kind drawn_at"
    order = "-drawn_at"
    facts = "number kind giver receiver items missing state drawn_by drawn_at giver_name receiver_name signed_at"
    create = actions.draw_handover
    row = (actions.sign_handover,)
    tabs = (Tab("items", _("Documents"), screen="document_handover_items", via="handover"),)
    empty = _("No handover yet. Draw one up when a project is taken over or a keeper changes.")


class HandoverItemScreen(Screen):
    model = HandoverItem
    name = "document_handover_items"
    title = _("Documents of handover lists")
    posts = READERS
    columns = "document document__number copies is_there note"
    order = "created_at"
    row = (actions.count_item,)
    empty = _("This list is empty.")


add_tab("places", Tab("documents", _("Household file"), screen="documents", via="dwelling"))

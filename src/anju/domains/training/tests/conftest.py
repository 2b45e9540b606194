from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from anju.domains.documents import actions as documents
from anju.domains.duties import actions as duties
from anju.domains.duties import queries as owed
from anju.domains.measures import folding
from anju.domains.measures import queries as figures
from anju.domains.people import actions as people
from anju.domains.people.models import Account, Holding, Person, Post
from anju.domains.people.queries import objections, roles_of
from anju.domains.people.tests.team import Team
from anju.domains.training import actions, queries
from anju.domains.training.marking import right_places
from anju.domains.training.models import (
    Attendance,
    Certificate,
    Course,
    Enrolment,
    Exam,
    Paper,
    Programme,
    Question,
    Result,
    Session,
)
from anju.kernel import clock, files, ledger, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Entry, Scope
from anju.kernel.reactions import registry
from anju.kernel.refusals import Refusal

START = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
"""Thursday 5 March 2026, 09:00 in the community."""
TODAY = date(2026, 3, 5)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def community(db):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where), clock.frozen(START):
        yield where


@pytest.fixture
def team(community) -> Team:
    return Team(community)


@pytest.fixture
def desk(community, team, monkeypatch) -> Desk:
    monkeypatch.setattr(ledger, "horizon", lambda: 2**62)
    return Desk(community, team)


@pytest.fixture
def document(community, team) -> Any:
    """A regulation that needs a second person's approval, in force."""
    klass = done(documents.add_class(community, code="FG", name="法律法规", is_approved=True, by=team("赵敏")))
    file = files.checked(b"%PDF-1.4 first", name="law.pdf")
    made = done(documents.file_document(community, klass=klass, title="保安服务管理条例", file=file, by=team("前台小周", "front_desk")))
    return done(documents.approve_document(made, by=team("赵敏")))


def revised(document: Any, team: Team) -> Any:
    """Its next version, approved."""
    desk, file = team("前台小周", "front_desk"), files.checked(b"%PDF-1.4 second", name="law2.pdf")
    done(documents.submit_document(done(documents.add_version(document, file=file, by=desk)), by=desk))
    return done(documents.approve_document(document, by=team("赵敏")))


def done(outcome: Any) -> Any:
    """The outcome of an action that must succeed."""
    assert not isinstance(outcome, Refusal), f"{outcome.code}: {outcome}"
    return outcome


def shown(screen: str, one: Any, tab: str, desk: Desk) -> str:
    """A tab of a record's page, as the manager sees it."""
    client = Client()
    client.force_login(Account.everywhere.get(person=desk.team.person("赵敏")))
    return client.get(f"/{screen}/{one.pk}/tab/{tab}/").content.decode()


class Desk:
    """A training office: the manager and the leader who do most, and shortcuts for what every test needs."""

    def __init__(self, where: Scope, team: Team) -> None:
        self.where, self.team = where, team
        for name, role in (("赵敏", "security_manager"), ("周强", "team_leader"), ("吴总", "project_manager")):
            team.person(name, role)
        self.manager, self.leader, self.boss = team("赵敏", "security_manager"), team("周强", "team_leader"), team("吴总", "project_manager")

    def certificate(self, name: str, *, kind: str = "guard", expires_on: date | None = None, issued_on: date = date(2024, 1, 10), role: str = "guard", number: str = "") -> Certificate:
        """A certificate that the manager recorded and the leader saw."""
        one = actions.add_certificate(
            self.where, person=self.team.person(name, role), kind=kind, number=number or f"京{name}{kind}", issued_on=issued_on, expires_on=expires_on, by=self.manager
        )
        return done(actions.verify_certificate(done(one), by=self.leader))

    def post(self, name: str = "南门岗", role: str = "guard") -> Post:
        return Post.objects.get_or_create(scope=self.where, name=name, defaults={"role": role})[0]

    def rostered(self, name: str, start: datetime, *, post: str = "南门岗", role: str = "guard", hours: float = 8) -> Holding:
        """Somebody stood on the roster before it was known what he lacks, and what follows from it happens. Today `named` would refuse him."""
        asking, objections[:] = objections[:], []
        try:
            one = done(self.named(name, start, post=post, role=role, hours=hours))
        finally:
            objections[:] = asking
        self.react("training.when_somebody_is_assigned_check_him")
        one.refresh_from_db()
        return one

    def named(self, name: str, start: datetime, *, post: str = "南门岗", role: str = "guard", hours: float = 8) -> Holding | Refusal:
        """The leader puts somebody on the roster."""
        return people.assign_post(self.post(post, role), person=self.team.person(name, role), start_at=start, end_at=start + timedelta(hours=hours), by=self.manager)

    def lacks(self, person: Person, *, role: str = "guard", post: Post | None = None) -> list[str]:
        """What somebody lacks today for a post or a role, as codes."""
        asked = queries.Asked(person.pk, post.pk if post else None, post.role if post else role, TODAY, TODAY)
        return [one.code for one in queries.standing(self.where, [asked])[0].missing]

    def course(self, template: str) -> Course:
        """A course of the library."""
        return done(actions.adopt_course(self.where, template=template, by=self.boss))

    def own_course(self, code: str, title: str, *modules: str, roles: tuple[str, ...] = ("guard",), **given: Any) -> Course:
        """A course of one's own: each module as `title | hours | ways`."""
        return done(actions.create_course(self.where, code=code, title=title, roles=list(roles), modules="\n".join(modules), by=self.boss, **given))

    def guards(self, *names: str, role: str = "guard") -> list[Person]:
        return [self.team.person(name, role) for name in names]

    def actor(self, person: Person) -> Actor:
        """Somebody of the staff, with the roles he holds."""
        return self.team(person.name, *roles_of(self.where, [person.pk]).get(person.pk, ("guard",)))

    def duty(self, period: str, count: int = 1, *, title: str = "培训", **more: Any) -> Any:
        """The regular work that a sentence of the plan made, with its slots."""
        fields = {"period": period, "count": count, **more}
        made = done(duties.create_duty(self.where, title=title, category="training", schedule=owed.schedule_of_fields(fields), role="security_manager", by=self.boss))
        return done(duties.plan_occurrences(made, until_on=clock.today(self.where) + 100 * DAY, by=self.boss))

    def sign(self, session: Session, person: Person, *, phone: str = "") -> Any:
        """Somebody scans the code that is on the wall now, with his own phone."""
        code = queries.code_of(session, clock.now())
        return actions.sign_in(session, code=code, device=phone or f"phone of {person.pk}", by=self.actor(person))

    def hold(self, session: Session, *, absent: tuple[str, ...] = (), report: str = "讲解要点并提问", lessons: str = "", by: Actor | None = None) -> Session:
        """The session takes place at its hour: everybody expected scans the code, but for those absent."""
        with clock.frozen(session.starts_at):
            session = done(actions.open_session(session, by=by or self.manager))
            for row in Attendance.objects.filter(session=session).select_related("person"):
                if row.person.name not in absent:
                    done(self.sign(session, row.person))
        with clock.frozen(session.ends_at):
            return done(actions.close_session(session, report=report, lessons=lessons, by=by or self.manager))

    def sessions(self, programme: Programme) -> list[Session]:
        return list(Session.objects.filter(programme=programme).order_by("starts_at"))

    def called(self, title: str, **given: Any) -> Session:
        """One session, two hours from now."""
        given = {"starts_at": clock.now() + 2 * HOUR, "roles": ["guard"], **given}
        return done(actions.call_session(self.where, title=title, by=self.manager, **given))

    def bank(self, course: Course, each: int = 1) -> None:
        """So many questions for every module that has a theory test; right is always the first option, as it was written."""
        for module in course.modules:
            for number in range(each if "theory" in module["ways"] else 0):
                done(actions.add_question(
                    self.where, course=course, module=module["code"], stem=f"{module['title']} 第{number + 1}题：应当怎样做？", options="按规定办理\n自行处理\n不予理会",
                    right="A", why=f"见《{module['title']}》", by=self.manager,
                ))  # fmt: skip

    def exam(self, course: Course, **given: Any) -> Exam:
        return done(actions.open_exam(self.where, title=f"{course.title}考试", course=course, by=self.manager, **given))

    def sat(self, exam: Exam, person: Person, *, wrong: int = 0) -> Paper:
        """Somebody sits it, and answers so many questions wrong."""
        paper = done(actions.begin_paper(exam, by=self.actor(person)))
        return done(actions.hand_in_paper(paper, answers=answers_of(paper, wrong=wrong), by=self.actor(person)))

    def signed_off(self, enrolment: Enrolment, module: str, way: str, *, score: int = 90) -> Result:
        """The leader judges, and the manager as second where it is practical."""
        one = done(actions.sign_off_module(enrolment, module=module, way=way, score=score if way == "practice" else None, by=self.leader))
        return done(actions.confirm_assessment(one, by=self.boss)) if way == "practice" else one

    def teach(self, enrolment: Enrolment, *, without: tuple[str, ...] = ()) -> None:
        """Everything that his course asks for is taught and passed today, but for the modules of these titles."""
        course = enrolment.course
        wanted = [module for module in course.modules if module["title"] not in without]
        lectures = [module["code"] for module in wanted if "lecture" in module["ways"]]
        if lectures:
            hours = sum(module["hours"] for module in wanted)
            self.hold(self.called("集中讲授", course=course, modules=lectures, persons=[enrolment.person], minutes=min(720, int(hours * 60)), starts_at=clock.now()))
        theory = [module["code"] for module in wanted if "theory" in module["ways"]]
        if theory:
            if not Question.objects.filter(course=course).exists():
                self.bank(course)
            self.sat(self.exam(course, modules=theory, questions=len(theory), pass_percent=course.pass_percent), enrolment.person)
        for module in wanted:
            for way in module["ways"]:
                if way in ("on_post", "practice"):
                    self.signed_off(enrolment, module["code"], way)

    def react(self, *names: str) -> None:
        """Let reactions see everything that happened so far, as the background would; each event once."""
        for name in names:
            one = registry[name]
            for entry in Entry.objects.filter(name__in=one.names).order_by("id"):
                one.handle(entry)

    def figure(self, name: str, *, dimension: str = "", first: date = date(2026, 1, 1), last: date = date(2026, 12, 31)) -> tuple[int, int]:
        """(numerator, denominator) of a figure over days."""
        folding.catch_up_fully(self.where)
        sums = figures.value(self.where, name, figures.Period(first, last), dimension=dimension).sums
        return sums.numerator, sums.denominator


def answers_of(paper: Paper, *, wrong: int = 0) -> list[dict[str, list[int]]]:
    """What somebody taps who knows all but the first `wrong` questions."""
    places = []
    for number, (asked, right) in enumerate(zip(paper.asked, right_places(paper), strict=True)):
        shown = [asked["order"].index(place) for place in right] if "q" in asked else list(right)
        places.append({"a": sorted(shown) if number >= wrong else [(shown[0] + 1) % len(asked.get("order") or asked["people"])]})
    return places


def refused(outcome: Any, code: str, *models: Any) -> None:
    """It was refused for this reason, and of these models nothing new stands there."""
    assert isinstance(outcome, Refusal) and outcome.code == f"training.{code}", f"{outcome!r}: {outcome}"

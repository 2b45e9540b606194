"""The peer of phone_paint: the same round in a Django admin as it comes, in a process and on a server of the same kind."""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import django
from django.conf import settings

POINTS = 12
FOLDER = Path(tempfile.mkdtemp(prefix="anju-peer-"))


def prepare() -> None:
    """What `startproject` writes, with the Chinese language and one file as database."""
    settings.configure(
        SECRET_KEY="a peer that lives for one benchmark", ALLOWED_HOSTS=["*"], DEBUG=False, ROOT_URLCONF="benchmarks.paint_peer_urls", LANGUAGE_CODE="zh-hans", USE_TZ=True,
        TIME_ZONE="Asia/Shanghai", STATIC_URL="/static/", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "peer.sqlite3"}},
        INSTALLED_APPS=["django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages", "django.contrib.staticfiles"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {"context_processors": [
            "django.template.context_processors.request", "django.contrib.auth.context_processors.auth", "django.contrib.messages.context_processors.messages"]}}],
    )  # fmt: skip
    django.setup()


def stock_models():
    """A round's points and their scans, as somebody would write them for the admin."""
    from django.contrib import admin
    from django.db import models

    class Point(models.Model):
        code = models.CharField("编号", max_length=20)
        name = models.CharField("点位", max_length=60)
        position = models.PositiveSmallIntegerField("顺序")
        due_from = models.DateTimeField("开始")
        due_until = models.DateTimeField("截止")
        state = models.CharField("状态", max_length=12, choices=[("open", "未到"), ("scanned", "已到")], default="open")

        class Meta:
            app_label, verbose_name_plural = "auth", "巡逻点位"

        def __str__(self) -> str:
            return f"{self.code} {self.name}"

    class Scan(models.Model):
        point = models.ForeignKey(Point, models.CASCADE)
        way = models.CharField("方式", max_length=8, choices=[("nfc", "NFC"), ("qr", "二维码"), ("typed", "手输")])
        code = models.CharField("编码", max_length=80)

        class Meta:
            app_label = "auth"

    class ScanInline(admin.TabularInline):
        model, extra = Scan, 1

    @admin.register(Point)
    class PointAdmin(admin.ModelAdmin):
        list_display = ("code", "name", "position", "due_from", "due_until", "state")
        ordering = ("position",)
        inlines = (ScanInline,)

    return Point, Scan


def fill(point, scan) -> str:
    """The tables, twelve points, and the session of somebody who may see them."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (point, scan):
            editor.create_model(model)
    now: datetime = timezone.now()
    for number in range(POINTS):
        due = now + timedelta(minutes=3 * number)
        point.objects.create(code=f"C-{number + 1:02d}", name=f"{number + 1}号楼大堂", position=number, due_from=due, due_until=due + timedelta(minutes=10))
    client = Client()
    client.force_login(User.objects.create_superuser("guard", password=None))
    return client.cookies["sessionid"].value


def main() -> None:
    prepare()
    cookie = fill(*stock_models())
    import uvicorn
    from a2wsgi import WSGIMiddleware
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application

    settings.DEBUG = True  # only so that the handler gives out the admin's own files
    print(cookie, flush=True)
    uvicorn.run(WSGIMiddleware(StaticFilesHandler(get_wsgi_application()), workers=2), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")


if __name__ == "__main__":
    main()

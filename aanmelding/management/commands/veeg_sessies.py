"""Wat van een voorbije sessie overblijft, gaat elke nacht weg: de sessie zelf, en op welk toestel ze was."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone


class Command(BaseCommand):
    help = __doc__

    def handle(self, **_) -> None:
        Session.objects.filter(expire_date__lte=timezone.now()).delete()
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()

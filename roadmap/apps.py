"""Registers the front page with Django."""

from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "roadmap"

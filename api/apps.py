"""Registers the REST interface with Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"

"""Accounts over HTTP: django-allauth's headless views, with the house's limits before them and its errors behind."""

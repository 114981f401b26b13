"""Routes of the front page."""

from django.urls import path

from roadmap import views

urlpatterns = [path("", views.home, name="home")]

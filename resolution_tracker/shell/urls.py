"""Addresses of the shell."""

from django.urls import path

from resolution_tracker.shell import views

urlpatterns = [
    path("", views.home, name="home"),
    path("demo/sign-in/", views.demo_sign_in, name="demo-sign-in"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
]

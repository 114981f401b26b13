"""What the house forbids turns `make check` red."""

import pytest

pytestmark = pytest.mark.integration


@pytest.mark.roadmap("language.modules")
def test_the_domain_may_not_import_an_interface(real_project, check):
    service = next((real_project / "catalog").glob("services*/products.py"))
    service.write_text(f"{service.read_text()}\nimport api\n")

    done = check(real_project, "layers")

    assert done.returncode == 1
    assert "FAILED layers" in done.stdout
    assert "catalog.services.products -> api" in done.stdout


@pytest.mark.roadmap("tools.linting")
def test_the_domain_may_not_speak_http(real_project, check):
    (real_project / "catalog/gateway.py").write_text("from django.http import HttpResponse\n\nANSWER = HttpResponse\n")

    done = check(real_project, "lint")

    assert done.returncode == 1
    assert "catalog/gateway.py:1:1: banned-api" in done.stdout


def test_a_serializer_names_its_fields(real_project, check):
    (real_project / "api/v1/shelves.py").write_text('class Shelf:\n    class Meta:\n        fields = "__all__"\n')

    done = check(real_project, "house")

    assert done.returncode == 1
    assert 'api/v1/shelves.py:3: fields = "__all__"' in done.stdout


@pytest.mark.roadmap("tools.linting")
@pytest.mark.roadmap("language.pythonic")
def test_nothing_is_printed(real_project, check):
    (real_project / "catalog/shout.py").write_text('print("Ada was here")\n')

    done = check(real_project, "lint")

    assert done.returncode == 1
    assert "catalog/shout.py:1:1: print" in done.stdout


def test_a_failing_check_does_not_hide_the_others(real_project, check):
    (real_project / "catalog/utils.py").write_text('print("Ada was here")\n')

    done = check(real_project, "house", "lint", "layers")

    assert done.returncode == 1
    assert "ok     layers" in done.stdout
    assert done.stdout.endswith("FAILED: house, lint\n")


def test_an_unknown_check_is_refused_by_name(real_project, check):
    done = check(real_project, "spelling")

    assert done.returncode == 2
    assert "no check is named spelling" in done.stderr

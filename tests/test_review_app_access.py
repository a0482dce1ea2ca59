"""Who may open what: the whole table of routes and roles, and that nothing is forgotten in it."""

import re

import pytest
from conftest import make_workspace
from django.urls import URLPattern
from web import DOCUMENT, account, client, open_office

from pipeline.review_app.permissions import ALLOWED, Action, Role
from pipeline.stages.translate import translate

# Every route with its address, its method and who may use it: e for everybody, a for any account, or roles.
EVERYBODY, ANY = "everybody", "any"
READERS = "reader translator reviewer lead coordinator"
WRITERS = "translator reviewer lead coordinator"
DECIDERS = "reviewer lead coordinator"
LEADS = "lead coordinator"
ROUTES = {
    "work": ("GET", "/", ANY),
    "login": ("GET", "/login/", EVERYBODY),
    "logout": ("POST", "/logout/", ANY),
    "setup": ("GET", "/setup/none/", EVERYBODY),
    "invitation": ("GET", "/invitation/none/", EVERYBODY),
    "forgotten": ("GET", "/password/none/", EVERYBODY),
    "invite": ("GET", "/invite/", "coordinator"),
    "account": ("GET", "/account/", ANY),
    "people": ("GET", "/people/", "coordinator"),
    "team": ("GET", "/people/es/", "lead coordinator"),
    "person": ("GET", "/person/reader/", "coordinator"),
    "practice": ("GET", "/practice/es/", "reader translator reviewer lead coordinator"),
    "pack": ("GET", "/languages/es/", "reader translator reviewer lead coordinator"),
    "sign-pack": ("POST", "/languages/es/sign/", "lead coordinator"),
    "mark": ("POST", f"{DOCUMENT}mark/", "reader translator reviewer lead coordinator"),
    "aside": ("POST", f"{DOCUMENT}aside/", DECIDERS),
    "report": ("POST", f"{DOCUMENT}report/", DECIDERS),
    "questions": ("GET", "/questions/", "coordinator"),
    "answer": ("POST", "/questions/answer/", "coordinator"),
    "keys": ("GET", "/keys/", ANY),
    "overview": ("GET", "/overview/", DECIDERS),
    "overview-csv": ("GET", "/overview.csv", DECIDERS),
    "effort": ("GET", "/effort/", ANY),
    "effort-csv": ("GET", "/effort.csv", ANY),
    "feedback": ("GET", "/feedback/", ANY),
    "email": ("GET", "/account/email/", ANY),
    "static": ("GET", "/static/review.css", EVERYBODY),
    "document": ("GET", DOCUMENT, "reader translator reviewer lead coordinator"),
    "approve": ("POST", f"{DOCUMENT}approve/", DECIDERS),
    "edit": ("POST", f"{DOCUMENT}edit/", DECIDERS),
    "save": ("POST", f"{DOCUMENT}save/", WRITERS),
    "reject": ("POST", f"{DOCUMENT}reject/", DECIDERS),
    "dismiss": ("POST", f"{DOCUMENT}dismiss/", DECIDERS),
    "undo": ("POST", f"{DOCUMENT}undo/", WRITERS),
    "same": ("POST", f"{DOCUMENT}same/", DECIDERS),
    "comment": ("POST", f"{DOCUMENT}comment/", WRITERS),
    "thread": ("POST", f"{DOCUMENT}thread/", WRITERS),
    "skip": ("POST", f"{DOCUMENT}skip/", WRITERS),
    "sign-off": ("POST", f"{DOCUMENT}signoff/", DECIDERS),
    "check": ("POST", f"{DOCUMENT}check/", WRITERS),
    "back": ("POST", f"{DOCUMENT}back/", WRITERS),
    "leaflet": ("GET", f"{DOCUMENT}leaflet/", "reader translator reviewer lead coordinator"),
    "claim": ("POST", f"{DOCUMENT}claim/", WRITERS),
    "join": ("POST", f"{DOCUMENT}join/", WRITERS),
    "extend": ("POST", f"{DOCUMENT}extend/", WRITERS),
    "give-back": ("POST", f"{DOCUMENT}give-back/", WRITERS),
    "assign": ("POST", f"{DOCUMENT}assign/", LEADS),
    "free": ("POST", f"{DOCUMENT}free/", LEADS),
    "keep": ("POST", f"{DOCUMENT}keep/", WRITERS),
    "discard": ("POST", f"{DOCUMENT}discard/", WRITERS),
}
API = "/api/v1/documents/es/stroke"
ROUTES |= {
    "tokens": ("GET", "/tokens/", ANY),
    "revoke-token": ("POST", "/tokens/revoke/", ANY),
    "api-openapi-document": ("GET", "/api/v1/openapi.json", EVERYBODY),
    "api-me": ("GET", "/api/v1/me", ANY),
    "api-documents": ("GET", "/api/v1/languages/es/documents", READERS),
    "api-segments": ("GET", f"{API}/segments", WRITERS),
    "api-log": ("GET", f"{API}/log", WRITERS),
    "api-check": ("POST", f"{API}/check", WRITERS),
    "api-approve": ("POST", f"{API}/approve", DECIDERS),
    "api-edit": ("POST", f"{API}/edit", DECIDERS),
    "api-save": ("POST", f"{API}/save", WRITERS),
    "api-reject": ("POST", f"{API}/reject", DECIDERS),
    "api-dismiss": ("POST", f"{API}/dismiss", DECIDERS),
    "api-undo": ("POST", f"{API}/undo", WRITERS),
    "api-sign-off": ("POST", f"{API}/sign-off", DECIDERS),
}
STRANGER = "stranger"  # signed in, without a role in the language


def routes() -> dict[str, URLPattern]:
    from pipeline.review_app.urls import urlpatterns

    return {str(one.name): one for one in urlpatterns}


@pytest.fixture(scope="module", autouse=True)
def office(tmp_path_factory: pytest.TempPathFactory) -> None:
    workspace = make_workspace(tmp_path_factory.mktemp("office") / "normal", sandbox=False)
    translate(workspace, ["es"])
    open_office(workspace)
    for role in Role:
        account(role.value, role.value)
    account(STRANGER, "lead", "pt")


def test_every_route_is_in_the_table_and_says_what_it_does() -> None:
    assert sorted(routes()) == sorted(ROUTES)
    assert [
        name for name, one in routes().items() if not isinstance(getattr(one.callback, "action", None), Action)
    ] == []


@pytest.mark.parametrize("who", ["", STRANGER, *Role])
@pytest.mark.parametrize("name", ROUTES)
def test_a_route_opens_for_those_who_may(name: str, who: str) -> None:
    method, address, allowed = ROUTES[name]
    answer = client(who).generic(method, address)
    if allowed == EVERYBODY:
        assert "/login/" not in answer.headers.get("Location", "")
        assert answer.status_code != 403
    elif not who and address.startswith("/api/"):
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="review"')
    elif not who and method == "POST":
        following = DOCUMENT if address.startswith(DOCUMENT) else "/"
        assert (answer.status_code, f'name="next" value="{following}"' in answer.content.decode()) == (401, True)
    elif not who:
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/login/?next={address}")
    elif allowed == ANY or who in allowed.split():
        assert answer.status_code not in (302, 403)
    else:
        assert answer.status_code == 403


@pytest.mark.parametrize("name", [name for name, (method, _, _) in ROUTES.items() if method == "POST"])
def test_what_changes_something_takes_a_form_of_ours_and_no_link(name: str) -> None:
    address = ROUTES[name][1]
    assert client("coordinator").get(address).status_code == 405
    assert client("coordinator", enforce_csrf_checks=True).post(address).status_code == 403


def test_a_view_without_an_action_is_refused_to_the_coordinator_too() -> None:
    from django.core.exceptions import PermissionDenied
    from django.http import HttpResponse
    from django.test import RequestFactory

    from pipeline.review_app.middleware import Gate
    from pipeline.review_app.models import Account

    request = RequestFactory().get("/")
    request.user = Account.objects.get(handle="coordinator")
    with pytest.raises(PermissionDenied):
        Gate(lambda _: HttpResponse()).process_view(request, lambda _: HttpResponse(), (), {})


def test_every_role_is_in_the_table() -> None:
    assert set(ALLOWED) == set(Role)
    assert Action.INVITE not in {action for role in Role if role is not Role.COORDINATOR for action in ALLOWED[role]}


@pytest.mark.parametrize(
    "address",
    [
        "/documents/../../etc/passwd/",
        "/documents/es/..%2f..%2fpipeline/",
        "/documents/es/%2e%2e/",
        "/documents/..%2fes/stroke/",
        "/documents/es/app/",
        "/documents/es/STROKE/",
        "/documents/fr/stroke/",
        "/documents/es/stroke%00/",
        "/static/..%2fmodels.py",
        "/static/review.css/../../models.py",
        "/static/models.py",
    ],
)
def test_no_name_leads_out_of_its_folder(address: str) -> None:
    assert client("coordinator").get(address).status_code == 404


def test_headers_are_on_every_page_and_cookies_keep_to_us() -> None:
    answer = client("reader").get(DOCUMENT)
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    names = ("X-Frame-Options", "Referrer-Policy", "X-Content-Type-Options", "Cache-Control")
    assert [answer.headers[name] for name in names] == ["DENY", "same-origin", "nosniff", "no-store"]
    for page in ("/login/", "/no-such-page/", "/invite/"):
        assert "default-src 'none'" in client("reader").get(page).headers["Content-Security-Policy"]
    assert client().get("/login/", headers={"host": "evil.example"}).status_code == 400


def test_our_files_are_kept_by_browsers_until_they_change() -> None:
    page = client("reviewer").get(DOCUMENT).content.decode()
    addresses = re.findall(r'"(/static/[^"]+)"', page)
    assert len(addresses) > 5
    assert {client().get(one).headers["Cache-Control"] for one in addresses} == {"public, max-age=31536000, immutable"}
    assert {client().get(f"{one}0").headers["Cache-Control"] for one in addresses} == {"no-cache"}


def test_no_page_has_script_or_style_within_it() -> None:
    page = client("reviewer").get(DOCUMENT).content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == len(re.findall(r'<script src="/static/\w+\.js\?\w{8}" defer></script>', page)) > 0
    assert " onclick" not in page

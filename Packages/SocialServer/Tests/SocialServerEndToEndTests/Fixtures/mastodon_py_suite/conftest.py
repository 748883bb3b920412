"""Runs Mastodon.py's own suite against a server that is there, instead of against recordings.

It stands where the suite's own conftest.py stood. The suite talks to http://localhost:3000 and names its tokens by
placeholders: connections to that address go to SOCIALSERVER_PORT, and each placeholder gets a token of its own. Nothing
is recorded and nothing is replayed. What is expected to fail stands in expected_failures.txt, each with its reason; one
of those that passes fails the run, so that the list stays true.
"""

import contextlib
import os
import socket
import time
from pathlib import Path
from types import SimpleNamespace

import mastodon
import pytest
import vcr

BASE = "http://localhost:3000"
PORT = int(os.environ["SOCIALSERVER_PORT"])
# The suite waits for Sidekiq; this server answers when it is done. What is about time itself waits as long as it must,
# and streams, whose tests post from a second thread, keep the order of their pauses.
LONGEST_SLEEP = {"test_account_mute_unmute": 4, "test_min_max_id_datetimes": 3}
STREAM_PACE = 0.2

_connect, _sleep = socket.create_connection, time.sleep
_running = ""


def _redirected(address, *arguments, **options):
    return _connect(("127.0.0.1", PORT) if address[:2] == ("localhost", 3000) else address, *arguments, **options)


def _resolved(host, port, *arguments, _resolve=socket.getaddrinfo, **options):
    if host == "localhost" and str(port) == "3000":
        host, port = "127.0.0.1", PORT
    return _resolve(host, port, *arguments, **options)


# requests and websocket-client both resolve a name before they connect.
socket.getaddrinfo = _resolved
socket.create_connection = _redirected


def _paced(seconds):
    if _running.startswith("test_stream"):
        _sleep(seconds * STREAM_PACE)
    else:
        _sleep(min(seconds, LONGEST_SLEEP.get(_running, 0.3)))


time.sleep = _paced


@contextlib.contextmanager
def _live(*_, **__):
    yield


vcr.use_cassette = _live

SCOPES = ["read", "write", "follow", "push"]
MEMBERS = {
    "__MASTODON_PY_TEST_ACCESS_TOKEN": ("mastodonpy_test@localhost", SCOPES),
    "__MASTODON_PY_TEST_ACCESS_TOKEN_2": ("admin@localhost", SCOPES),
    "__MASTODON_PY_TEST_ACCESS_TOKEN_3": ("mastodonpy_test_2@localhost", SCOPES),
}
PASSWORD = "5fc638e0e53eafd9c4145b6bb852667d"
_credentials = {}


def _tokens():
    if not _credentials:
        client_id, secret = mastodon.Mastodon.create_app("Mastodon.py test suite", scopes=SCOPES, api_base_url=BASE)
        _credentials.update(client_id=client_id, secret=secret)
        for name, (email, scopes) in MEMBERS.items():
            client = mastodon.Mastodon(client_id=client_id, client_secret=secret, api_base_url=BASE)
            _credentials[name] = client.log_in(email, PASSWORD, scopes=scopes, allow_http=True)
        # What the suite's setup.sql does.
        _api().account_update_credentials(locked=True)
        _api("__MASTODON_PY_TEST_ACCESS_TOKEN_3").account_update_credentials(discoverable=True, indexable=True)
    return _credentials


def _api(access_token="__MASTODON_PY_TEST_ACCESS_TOKEN", version="4.7.3", version_check_mode="created"):
    known = _tokens()
    return mastodon.Mastodon(
        api_base_url=BASE, client_id=known["client_id"], client_secret=known["secret"],
        access_token=known.get(access_token, access_token), mastodon_version=version,
        version_check_mode=version_check_mode, user_agent="tests/v311",
    )


@pytest.fixture
def api():
    return _api()


@pytest.fixture
def api_low_version():
    return _api(version="1.2.0", version_check_mode="changed")


@pytest.fixture
def api2():
    return _api("__MASTODON_PY_TEST_ACCESS_TOKEN_2")


@pytest.fixture
def api3():
    return _api("__MASTODON_PY_TEST_ACCESS_TOKEN_3")


@pytest.fixture
def api_anonymous():
    return _api(None)


def _posted(client, text):
    status = client.status_post(text)
    yield status
    with contextlib.suppress(mastodon.MastodonAPIError):
        client.status_delete(status["id"])


@pytest.fixture
def status(api):
    yield from _posted(api, "Toot!")


@pytest.fixture
def status2(api):
    yield from _posted(api, "Toot, too!")


@pytest.fixture
def status3(api3):
    yield from _posted(api3, "Toot, finally!")


@pytest.fixture(scope="module")
def vcr_config():
    return {}


@pytest.fixture(scope="module")
def vcr_cassette_dir(request):
    return str(Path(request.node.fspath).parent / "cassettes")


@pytest.fixture(name="vcr")
def recorder():
    """What tests would tell the recorder."""
    return SimpleNamespace(match_on=[])


@pytest.fixture
def websocket_cassette():
    """The stream itself instead of a recording of one: the test acts as it does while it is recorded."""
    return SimpleNamespace(recording=True)


# Moments at which the recordings were made: today's are others.
for moment in Path(__file__).parent.glob("cassettes*/*.pkl"):
    moment.unlink()

# Recordings of other people's servers: there is nothing of ours in them.
collect_ignore = ["test_entities.py"]


def pytest_runtest_setup(item):
    global _running
    _running = item.originalname


def pytest_collection_modifyitems(items):
    """Marks what is expected to fail, and refuses a list that names what is not there."""
    listed = {}
    for line in (Path(__file__).parent / "expected_failures.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, _, reason = line.partition("  ")
            listed[name] = reason.strip()
    for item in items:
        reason = listed.pop(f"{Path(item.fspath).name}::{item.name}", None)
        if reason:
            item.add_marker(pytest.mark.xfail(reason=reason, strict=not reason.startswith("may pass")))
    assert not listed, f"expected_failures.txt names tests that are not there: {sorted(listed)}"


def pytest_configure(config):
    config.addinivalue_line("markers", "vcr: the suite's mark for tests with a recording")
    config.addinivalue_line("markers", "block_network: the suite's mark for tests without a network")

"""Tests of the installed wheel: `.ci/languages` runs them in an empty folder."""

import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from notion_client import APIResponseError, Client

import notion_local as package


def create(local, title="Hello"):
    notion = Client(auth=local.token, base_url=local.url)
    properties = {"title": {"title": [{"text": {"content": title}}]}}
    return notion.pages.create(parent={"page_id": local.home}, properties=properties)["id"]


PAGES = []


@pytest.mark.parametrize("run", [1, 2])
def test_each_test_finds_the_workspace_at_its_beginning(notion_local, run):
    found = Client(auth=notion_local.token, base_url=notion_local.url).search()["results"]
    assert [page["id"] for page in found] == [notion_local.home]
    PAGES.append(create(notion_local))
    assert len(set(PAGES)) == 1, "the same requests give the same IDs"


def test_a_fault_is_what_the_client_gets(notion_local):
    notion_local.control("POST", "faults", {"fault": "status", "status": 503})
    with pytest.raises(APIResponseError) as error:
        create(notion_local)
    assert error.value.status == 503


def test_a_request_that_the_server_rejects_is_an_error(notion_local):
    with pytest.raises(package.NotionLocalError, match="POST /_local/faults failed with 400"):
        notion_local.control("POST", "faults", {"fault": "no such fault"})


def test_a_server_that_does_not_start_says_why(tmp_path):
    with pytest.raises(package.NotionLocalError, match="did not start: .*missing.json"):
        package.start(snapshot=tmp_path / "missing.json")


def test_servers_end_with_their_block_and_with_python():
    with package.start(seed=7) as first, package.start(seed=7) as second:
        assert first.url != second.url
        assert create(first) == create(second)
    program = "import notion_local; print(notion_local.start().url)"
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    url = printed.stdout.strip()
    with pytest.raises(Exception):
        Client(auth="token", base_url=url).users.me()


def answers(url):
    address = urlsplit(url)
    try:
        socket.create_connection((address.hostname, address.port), timeout=10).close()
    except OSError:
        return False
    return True


def test_a_server_ends_with_a_python_that_is_killed():
    # It waits for the end of its input, and so does a copy of it, if the system can fork: the server does not belong to the copy.
    program = """
import os, sys, notion_local
local = notion_local.start()
if not hasattr(os, "fork") or os.fork() != 0:
    print(local.url, flush=True)
sys.stdin.read()
"""
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as python:
        url = python.stdout.readline().strip()
        assert answers(url)
        python.kill()
        python.wait()
        deadline = time.monotonic() + 60
        while answers(url):
            assert time.monotonic() < deadline, "the server outlives the killed process"
            time.sleep(0.02)

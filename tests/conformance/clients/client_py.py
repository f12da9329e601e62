"""Drives Python's notion-client, unmodified, against a local server over TCP.

NOTION_URL, NOTION_TOKEN and NOTION_PAGE say where it is.
"""

import io
import os
import sys
import traceback

from notion_client import APIErrorCode, APIResponseError, Client
from notion_client.helpers import collect_paginated_api, is_full_page

PAGE = os.environ["NOTION_PAGE"]


def client_of(token: str, version: str = "2026-03-11") -> Client:
    return Client(auth=token, base_url=os.environ["NOTION_URL"], notion_version=version, retry=False)


notion = client_of(os.environ["NOTION_TOKEN"])


def text(content: str) -> list:
    return [{"type": "text", "text": {"content": content}}]


def refused(code: APIErrorCode, call, *args, **kwargs) -> None:
    try:
        call(*args, **kwargs)
    except APIResponseError as error:
        assert error.code == code, f"{error.code}: {error}"
        return
    raise AssertionError(f"expected {code}, but it worked")


def users() -> None:
    me = notion.users.me()
    assert me["type"] == "bot"
    assert len(collect_paginated_api(notion.users.list, page_size=1)) == 2
    assert notion.users.retrieve(me["id"])["id"] == me["id"]


def databases() -> None:
    things = notion.databases.create(
        parent={"type": "page_id", "page_id": PAGE},
        title=text("Things"),
        initial_data_source={
            "properties": {
                "Name": {"title": {}},
                "Price": {"number": {"format": "dollar"}},
                "Kind": {"select": {"options": [{"name": "big"}, {"name": "small"}]}},
                "Twice": {"formula": {"expression": 'prop("Price") * 2'}},
            }
        },
    )
    source = things["data_sources"][0]["id"]
    for n in range(5):
        notion.pages.create(
            parent={"data_source_id": source},
            properties={
                "Name": {"title": text(f"thing {n}")},
                "Price": {"number": n},
                "Kind": {"select": {"name": "big" if n % 2 else "small"}},
            },
        )
    found = collect_paginated_api(
        notion.data_sources.query,
        data_source_id=source,
        filter={"property": "Kind", "select": {"equals": "big"}},
        sorts=[{"property": "Price", "direction": "descending"}],
        page_size=1,
    )
    assert [row["properties"]["Twice"]["formula"]["number"] for row in found] == [6, 2]
    assert is_full_page(found[0])
    changed = notion.data_sources.update(source, properties={"Price": {"name": "Cost"}})
    assert "Cost" in changed["properties"]
    refused(
        APIErrorCode.ValidationError,
        notion.data_sources.query,
        data_source_id=source,
        filter={"property": "Price", "number": {"equals": 1}},
    )
    assert notion.databases.update(things["id"], is_inline=True)["is_inline"] is True
    assert notion.databases.retrieve(things["id"])["title"][0]["plain_text"] == "Things"


def pages_and_blocks() -> None:
    page = notion.pages.create(
        parent={"page_id": PAGE}, properties={"title": text("Py")}, children=[{"paragraph": {"rich_text": text("a")}}]
    )
    block = notion.blocks.children.list(page["id"])["results"][0]
    notion.blocks.update(block["id"], paragraph={"rich_text": text("b")})
    assert notion.blocks.retrieve(block["id"])["paragraph"]["rich_text"][0]["plain_text"] == "b"
    notion.blocks.children.append(page["id"], children=[{"divider": {}}])
    assert len(collect_paginated_api(notion.blocks.children.list, block_id=page["id"])) == 2
    assert notion.pages.retrieve_markdown(page["id"])["markdown"] == "b\n---"
    item = notion.pages.properties.retrieve(page["id"], "title")
    assert item["results"][0]["title"]["plain_text"] == "Py"
    assert notion.search(query="Py")["results"][0]["id"] == page["id"]
    comment = notion.comments.create(parent={"page_id": page["id"]}, rich_text=text("hm"))
    assert notion.comments.list(block_id=page["id"])["results"][0]["id"] == comment["id"]
    assert notion.pages.update(page["id"], in_trash=True)["in_trash"] is True


def uploads() -> None:
    upload = notion.file_uploads.create(mode="single_part", filename="a.txt", content_type="text/plain")
    sent = notion.file_uploads.send(upload["id"], file=("a.txt", io.BytesIO(b"hello"), "text/plain"))
    assert (sent["status"], sent["content_length"]) == ("uploaded", 5)


def errors() -> None:
    refused(APIErrorCode.Unauthorized, client_of("wrong").users.me)
    refused(APIErrorCode.ObjectNotFound, notion.pages.retrieve, "00000000-0000-4000-8000-000000000000")
    refused(APIErrorCode.ValidationError, notion.pages.retrieve, "nonsense")


failed = 0
for check in (users, databases, pages_and_blocks, uploads, errors):
    try:
        check()
        print(f"ok      {check.__name__}")
    except Exception:
        failed += 1
        print(f"FAILED  {check.__name__}")
        traceback.print_exc(file=sys.stdout)
sys.exit(1 if failed else 0)

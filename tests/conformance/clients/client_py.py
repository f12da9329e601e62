"""Drives Python's notion-client, unmodified, against a local server over TCP.

NOTION_URL, NOTION_TOKEN and NOTION_PAGE say where it is.
"""

import asyncio
import io
import json
import os
import sys
import traceback
import urllib.request

from notion_client import APIErrorCode, APIResponseError, AsyncClient, Client
from notion_client.helpers import (
    async_collect_paginated_api,
    collect_data_source_templates,
    collect_paginated_api,
    is_full_block,
    is_full_data_source,
    is_full_database,
    is_full_page,
    is_full_user,
    is_full_view,
    iterate_paginated_api,
)

PAGE = os.environ["NOTION_PAGE"]
NOBODY = "00000000-0000-4000-8000-000000000000"


def client_of(token: str, version: str = "2026-03-11") -> Client:
    return Client(auth=token, base_url=os.environ["NOTION_URL"], notion_version=version, retry=False)


notion = client_of(os.environ["NOTION_TOKEN"])


def text(content: str) -> list:
    return [{"type": "text", "text": {"content": content}}]


def save_formula(source: str, name: str) -> None:
    """Saves a formula as a person does in Notion. Notion refuses filters by formulas that the API made."""
    urllib.request.urlopen(
        urllib.request.Request(
            os.environ["NOTION_URL"] + "/_local/formulas",
            data=json.dumps({"data_source": source, "property": name}).encode(),
            headers={"Authorization": "Bearer " + os.environ["NOTION_TOKEN"]},
        )
    )


def refused(code: APIErrorCode, call, *args, **kwargs) -> APIResponseError:
    try:
        call(*args, **kwargs)
    except APIResponseError as error:
        assert error.code == code, f"{error.code}: {error}"
        return error
    raise AssertionError(f"expected {code}, but it worked")


def new_page(title: str, **more) -> dict:
    return notion.pages.create(parent={"page_id": PAGE}, properties={"title": text(title)}, **more)


def users() -> None:
    me = notion.users.me()
    assert me["type"] == "bot"
    everyone = collect_paginated_api(notion.users.list, page_size=1)
    assert len(everyone) == 2 and all(is_full_user(user) for user in everyone)
    assert notion.users.retrieve(me["id"])["id"] == me["id"]


def rows_of_every_type() -> None:
    me, person = notion.users.me(), notion.users.list()["results"][0]
    others = notion.databases.create(
        parent={"type": "page_id", "page_id": PAGE},
        title=text("Others"),
        initial_data_source={"properties": {"Name": {"title": {}}}},
    )
    other_source = others["data_sources"][0]["id"]
    things = notion.databases.create(
        parent={"type": "page_id", "page_id": PAGE},
        title=text("Things"),
        initial_data_source={
            "properties": {
                "Name": {"title": {}},
                "Text": {"rich_text": {}},
                "Price": {"number": {"format": "dollar"}},
                "Kind": {"select": {"options": [{"name": "big"}, {"name": "small"}]}},
                "Tags": {"multi_select": {}},
                "Status": {"status": {}},
                "Date": {"date": {}},
                "People": {"people": {}},
                "Files": {"files": {}},
                "Check": {"checkbox": {}},
                "Url": {"url": {}},
                "Mail": {"email": {}},
                "Phone": {"phone_number": {}},
                "Place": {"place": {}},
                "ID": {"unique_id": {"prefix": "TH"}},
                "Made": {"created_time": {}},
                "Maker": {"created_by": {}},
                "Edited": {"last_edited_time": {}},
                "Editor": {"last_edited_by": {}},
                "Twice": {"formula": {"expression": 'prop("Price") * 2'}},
                "Other": {"relation": {"data_source_id": other_source, "dual_property": {}}},
            }
        },
    )
    assert is_full_database(things)
    source = things["data_sources"][0]["id"]
    back = "Related to Things (Other)"
    changed = notion.data_sources.update(
        other_source,
        properties={
            "Total": {
                "rollup": {"relation_property_name": back, "rollup_property_name": "Price", "function": "sum"}
            },
            "Prices": {
                "rollup": {"relation_property_name": back, "rollup_property_name": "Price", "function": "show_original"}
            },
        },
    )
    assert is_full_data_source(changed) and back in changed["properties"]
    other = notion.pages.create(parent={"data_source_id": other_source}, properties={"Name": {"title": text("all")}})
    for n in range(5):
        notion.pages.create(
            parent={"data_source_id": source},
            properties={
                "Name": {"title": text(f"thing {n}")},
                "Text": {"rich_text": text("some words")},
                "Price": {"number": n},
                "Kind": {"select": {"name": "big" if n % 2 else "small"}},
                "Tags": {"multi_select": [{"name": "x"}, {"name": "y"}][: 1 + n % 2]},
                "Status": {"status": {"name": "Done"}},
                "Date": {"date": {"start": f"2026-01-0{n + 1}", "end": None}},
                "People": {"people": [{"id": person["id"]}]},
                "Files": {"files": [{"name": "f", "external": {"url": "https://example.com/f"}}]},
                "Check": {"checkbox": n == 0},
                "Url": {"url": "https://example.com"},
                "Mail": {"email": "a@example.com"},
                "Phone": {"phone_number": "+49 1"},
                "Place": {"place": {"lat": 1, "lon": 2}},
                "Other": {"relation": [{"id": other["id"]}]},
            },
        )
    conditions = [
        ({"property": "Name", "title": {"ends_with": "3"}}, 1),
        ({"property": "Text", "rich_text": {"contains": "WORDS"}}, 5),
        ({"property": "Price", "number": {"greater_than_or_equal_to": 3}}, 2),
        ({"property": "Kind", "select": {"does_not_equal": "big"}}, 3),
        ({"property": "Tags", "multi_select": {"contains": "y"}}, 2),
        ({"property": "Status", "status": {"equals": "Done"}}, 5),
        ({"property": "Date", "date": {"on_or_before": "2026-01-02"}}, 2),
        ({"property": "People", "people": {"contains": person["id"]}}, 5),
        ({"property": "Files", "files": {"is_not_empty": True}}, 5),
        ({"property": "Check", "checkbox": {"equals": True}}, 1),
        ({"property": "Url", "url": {"starts_with": "https"}}, 5),
        ({"property": "Mail", "email": {"does_not_contain": "@"}}, 0),
        ({"property": "Phone", "phone_number": {"equals": "+49 1"}}, 5),
        ({"property": "ID", "unique_id": {"less_than": 3}}, 2),
        ({"property": "Made", "created_time": {"past_week": {}}}, 5),
        ({"property": "Maker", "created_by": {"contains": me["id"]}}, 5),
        ({"property": "Edited", "last_edited_time": {"on_or_before": "tomorrow"}}, 5),
        ({"property": "Editor", "last_edited_by": {"is_not_empty": True}}, 5),
        ({"property": "Twice", "formula": {"number": {"equals": 4}}}, 1),
        ({"property": "Other", "relation": {"contains": other["id"]}}, 5),
        ({"timestamp": "created_time", "created_time": {"after": "2020-01-01"}}, 5),
        (
            {
                "or": [
                    {"property": "Price", "number": {"equals": 0}},
                    {"and": [{"property": "Kind", "select": {"equals": "big"}}, {"property": "Price", "number": {"equals": 1}}]},
                ]
            },
            2,
        ),
    ]
    twice = {"property": "Twice", "formula": {"number": {"equals": 4}}}
    refused(APIErrorCode.ValidationError, notion.data_sources.query, data_source_id=source, filter=twice)
    save_formula(source, "Twice")
    for condition, count in conditions:
        found = collect_paginated_api(notion.data_sources.query, data_source_id=source, filter=condition, page_size=2)
        assert len(found) == count, condition
    for rollup, count in [
        ({"property": "Total", "rollup": {"number": {"equals": 10}}}, 1),
        ({"property": "Prices", "rollup": {"any": {"number": {"equals": 4}}}}, 1),
        ({"property": "Prices", "rollup": {"every": {"number": {"equals": 4}}}}, 0),
    ]:
        assert len(notion.data_sources.query(other_source, filter=rollup)["results"]) == count, rollup
    found = collect_paginated_api(
        notion.data_sources.query,
        data_source_id=source,
        filter={"property": "Kind", "select": {"equals": "big"}},
        sorts=[{"property": "Price", "direction": "descending"}],
        page_size=1,
    )
    assert [row["properties"]["Twice"]["formula"]["number"] for row in found] == [6, 2]
    assert all(is_full_page(row) for row in found)
    related = notion.pages.retrieve(other["id"])["properties"][back]
    item = notion.pages.properties.retrieve(other["id"], related["id"])
    assert len(item["results"]) == 5
    narrow = notion.pages.retrieve(found[0]["id"], filter_properties=["title"])
    assert list(narrow["properties"]) == ["Name"]
    changed = notion.data_sources.update(source, properties={"Price": {"name": "Cost"}, "Place": None})
    assert "Cost" in changed["properties"] and "Place" not in changed["properties"]
    refused(
        APIErrorCode.ValidationError,
        notion.data_sources.query,
        data_source_id=source,
        filter={"property": "Price", "number": {"equals": 1}},
    )
    assert notion.databases.update(things["id"], is_inline=True)["is_inline"] is True
    assert notion.databases.retrieve(things["id"])["title"][0]["plain_text"] == "Things"
    extra = notion.data_sources.create(
        parent={"database_id": things["id"]}, properties={"Name": {"title": {}}}, title=text("Extra")
    )
    assert notion.data_sources.retrieve(extra["id"])["parent"]["database_id"] == things["id"]
    assert notion.data_sources.list_templates(source)["templates"] == []
    assert collect_data_source_templates(notion.data_sources.list_templates, data_source_id=source) == []


def pages() -> None:
    page = new_page("Py", icon={"emoji": "🐟"}, cover={"external": {"url": "https://example.com/c.png"}})
    assert is_full_page(page)
    item = notion.pages.properties.retrieve(page["id"], "title")
    assert item["results"][0]["title"]["plain_text"] == "Py"
    assert notion.search(query="Py", filter={"property": "object", "value": "page"})["results"][0]["id"] == page["id"]
    below = new_page("Below")
    assert notion.pages.move(below["id"], parent={"page_id": page["id"]})["parent"]["page_id"] == page["id"]
    changed = notion.pages.update(page["id"], icon=None, is_locked=True, properties={"title": text("New")})
    assert (changed["icon"], changed["is_locked"]) == (None, True)
    assert notion.pages.update(page["id"], in_trash=True)["in_trash"] is True
    assert notion.pages.update(page["id"], in_trash=False)["in_trash"] is False


def blocks() -> None:
    rich = {"rich_text": text("x")}
    external = {"external": {"url": "https://example.com/x.png"}}
    children = [
        {"paragraph": rich},
        {"heading_1": rich},
        {"heading_4": {**rich, "is_toggleable": True}},
        {"bulleted_list_item": {**rich, "children": [{"paragraph": {**rich, "children": [{"divider": {}}]}}]}},
        {"numbered_list_item": rich},
        {"to_do": {**rich, "checked": True}},
        {"toggle": rich},
        {"quote": rich},
        {"callout": rich},
        {"code": {**rich, "language": "python"}},
        {"equation": {"expression": "x"}},
        {"bookmark": {"url": "https://example.com"}},
        {"embed": {"url": "https://example.com"}},
        {"image": external},
        {"video": external},
        {"pdf": external},
        {"audio": external},
        {"file": external},
        {"table_of_contents": {}},
        {"breadcrumb": {}},
        {"link_to_page": {"page_id": PAGE}},
        {"table": {"table_width": 1, "children": [{"table_row": {"cells": [text("a")]}}]}},
        {"column_list": {"children": [{"column": {"children": [{"divider": {}}]}}] * 2}},
        {"tab": {"children": [{"paragraph": rich}]}},
        {"synced_block": {"synced_from": None, "children": [{"paragraph": rich}]}},
    ]
    page = new_page("Blocks", children=children[:1])
    added = notion.blocks.children.append(page["id"], children=children[1:])
    assert len(added["results"]) == len(children) - 1
    found = list(iterate_paginated_api(notion.blocks.children.list, block_id=page["id"], page_size=7))
    assert [block["type"] for block in found] == [next(iter(sent)) for sent in children]
    assert all(is_full_block(block) for block in found)
    block = found[0]["id"]
    notion.blocks.update(block, paragraph={"rich_text": text("b")})
    assert notion.blocks.retrieve(block)["paragraph"]["rich_text"][0]["plain_text"] == "b"
    place = {"type": "after_block", "after_block": {"id": block}}
    placed = notion.blocks.children.append(page["id"], children=[{"divider": {}}], position=place)
    assert placed["results"][1]["id"] == found[1]["id"]
    assert notion.blocks.delete(block)["in_trash"] is True


def comments() -> None:
    page = new_page("Discussed")
    first = notion.comments.create(parent={"page_id": page["id"]}, rich_text=text("one"))
    notion.comments.create(discussion_id=first["discussion_id"], markdown="*two*")
    found = collect_paginated_api(notion.comments.list, block_id=page["id"], page_size=1)
    assert [comment["rich_text"][0]["plain_text"] for comment in found] == ["one", "two"]
    assert notion.comments.update(first["id"], rich_text=text("new"))["rich_text"][0]["plain_text"] == "new"
    assert notion.comments.retrieve(first["id"])["id"] == first["id"]
    notion.comments.delete(first["id"])
    refused(APIErrorCode.ObjectNotFound, notion.comments.retrieve, first["id"])


def uploads() -> None:
    upload = notion.file_uploads.create(mode="single_part", filename="a.txt", content_type="text/plain")
    sent = notion.file_uploads.send(upload["id"], file=("a.txt", io.BytesIO(b"hello"), "text/plain"))
    assert (sent["status"], sent["content_length"]) == ("uploaded", 5)
    parts = notion.file_uploads.create(mode="multi_part", filename="b.txt", number_of_parts=2)
    # Every part but the last one has at least 5 MiB.
    for number, data in [("2", b"two"), ("1", b"1" * (5 << 20))]:
        notion.file_uploads.send(parts["id"], file=("b.txt", io.BytesIO(data), "text/plain"), part_number=number)
    whole = notion.file_uploads.complete(parts["id"])
    assert (whole["status"], whole["content_length"]) == ("uploaded", (5 << 20) + 3)
    far = notion.file_uploads.create(mode="external_url", filename="c.txt", external_url="data:text/plain,far")
    assert notion.file_uploads.retrieve(far["id"])["status"] == "uploaded"
    listed = collect_paginated_api(notion.file_uploads.list, status="uploaded", page_size=1)
    assert {upload["id"], parts["id"], far["id"]} <= {found["id"] for found in listed}
    page = new_page("File", children=[{"file": {"file_upload": {"id": parts["id"]}}}])
    block = notion.blocks.children.list(page["id"])["results"][0]
    assert block["file"]["name"] == "b.txt"


def views() -> None:
    database = notion.databases.create(parent={"type": "page_id", "page_id": PAGE}, title=text("Viewed"))
    source = database["data_sources"][0]["id"]
    for name in "ab":
        notion.pages.create(parent={"data_source_id": source}, properties={"title": text(name)})
    view = notion.views.create(
        data_source_id=source,
        database_id=database["id"],
        name="V",
        type="table",
        filter={"property": "title", "title": {"equals": "a"}},
    )
    assert is_full_view(view)
    assert len(notion.views.list(database_id=database["id"])["results"]) == 2
    assert notion.views.update(view["id"], name="W")["name"] == "W"
    assert notion.views.retrieve(view["id"])["name"] == "W"
    query = notion.views.queries.create(view["id"])
    assert query["total_count"] == 1
    results = notion.views.queries.results(view["id"], query["id"])
    assert results["results"] == query["results"]
    assert notion.views.queries.delete(view["id"], query["id"])["deleted"] is True
    notion.views.delete(view["id"])
    refused(APIErrorCode.ObjectNotFound, notion.views.retrieve, view["id"])


def markdown_and_tasks() -> None:
    page = notion.pages.create(parent={"page_id": PAGE}, markdown="# Title\n\n- one")
    assert notion.pages.retrieve_markdown(page["id"])["markdown"] == "- one"
    changed = notion.pages.update_markdown(
        page["id"], type="insert_content", insert_content={"content": "- two", "position": {"type": "end"}}
    )
    assert changed["markdown"] == "- one\n- two"
    # The client itself leaves `allow_async` and the endpoint of tasks out.
    task = notion.request(
        path=f"pages/{page['id']}/markdown",
        method="PATCH",
        body={"type": "replace_content", "replace_content": {"new_str": "new"}, "allow_async": True},
    )
    assert task["status"] == "queued"
    done = notion.request(path=f"async_tasks/{task['id']}", method="GET")
    assert (done["status"], done["result"]["markdown"]) == ("succeeded", "new")
    assert notion.custom_emojis.list()["results"] == []


def errors() -> None:
    refused(APIErrorCode.Unauthorized, client_of("wrong").users.me)
    refused(APIErrorCode.ObjectNotFound, notion.pages.retrieve, NOBODY)
    refused(APIErrorCode.ObjectNotFound, notion.users.retrieve, NOBODY)
    refused(APIErrorCode.ValidationError, notion.pages.retrieve, "nonsense")
    refused(APIErrorCode.ValidationError, notion.search, page_size=101)
    refused(APIErrorCode.InvalidRequestURL, notion.request, path="nowhere", method="GET")
    error = refused(APIErrorCode.ValidationError, new_page, "x", children=[{"divider": {}}] * 101)
    assert "body.children.length should be ≤ `100`, instead was `101`." in str(error)
    assert client_of(os.environ["NOTION_TOKEN"], "2025-09-03").pages.retrieve(PAGE)["archived"] is False


def asynchronously() -> None:
    async def main() -> None:
        async with AsyncClient(
            auth=os.environ["NOTION_TOKEN"], base_url=os.environ["NOTION_URL"], notion_version="2026-03-11"
        ) as client:
            everyone = await async_collect_paginated_api(client.users.list, page_size=1)
            assert len(everyone) == 2
            pages = [client.pages.create(parent={"page_id": PAGE}, properties={"title": text(str(n))}) for n in range(10)]
            made = await asyncio.gather(*pages)
            assert len({page["id"] for page in made}) == 10

    asyncio.run(main())


failed = 0
for check in (
    users,
    rows_of_every_type,
    pages,
    blocks,
    comments,
    uploads,
    views,
    markdown_and_tasks,
    errors,
    asynchronously,
):
    try:
        check()
        print(f"ok      {check.__name__}")
    except Exception:
        failed += 1
        print(f"FAILED  {check.__name__}")
        traceback.print_exc(file=sys.stdout)
sys.exit(1 if failed else 0)

"""Drives ultimate-notion, unmodified, against a local server over TCP.

NOTION_URL, NOTION_TOKEN and NOTION_PAGE say where it is.
"""

import os
import sys
import tempfile
import traceback
from pathlib import Path

os.environ.setdefault("ULTIMATE_NOTION_CONFIG", str(Path(tempfile.mkdtemp()) / "config.toml"))

import notion_client
import ultimate_notion as uno

client = notion_client.Client(
    auth=os.environ["NOTION_TOKEN"], base_url=os.environ["NOTION_URL"], notion_version="2026-03-11", retry=False
)
session = uno.Session(client=client)
home = session.get_page(os.environ["NOTION_PAGE"])


class Size(uno.OptionNS):
    S = uno.Option("S", color=uno.Color.BLUE)
    L = uno.Option("L", color=uno.Color.RED)


class Shop(uno.Schema, db_title="Shops"):
    name = uno.PropType.Title("Name")


class Item(uno.Schema, db_title="Items"):
    name = uno.PropType.Title("Name")
    size = uno.PropType.Select("Size", options=Size)
    price = uno.PropType.Number("Price", format=uno.NumberFormat.DOLLAR)
    tags = uno.PropType.MultiSelect("Tags", options=Size)
    sold = uno.PropType.Checkbox("Sold")
    made = uno.PropType.Date("Made")
    shop = uno.PropType.Relation("Shop", schema=Shop)
    double = uno.PropType.Formula("Double", formula='prop("Price") * 2')


def users() -> None:
    assert session.whoami().is_bot
    assert len(session.all_users()) == 2


def pages() -> None:
    page = session.create_page(parent=home, title="Ultimate")
    page.append([uno.Heading1("Head"), uno.Paragraph("text"), uno.BulletedItem("item"), uno.Divider()])
    assert [type(block).__name__ for block in page.children] == ["Heading1", "Paragraph", "BulletedItem", "Divider"]
    page.title = "Renamed"
    page.icon = "🐟"
    assert session.get_page(page.id, use_cache=False).title == "Renamed"
    assert "# Head" in page.to_markdown()
    page.delete()
    assert page.is_deleted
    page.restore()


def databases() -> None:
    shops = session.create_db(parent=home, schema=Shop).data_sources.item()
    database = session.create_db(parent=home, schema=Item)
    items = database.data_sources.item()
    shop = shops.create_page(name="Corner")
    for n in range(3):
        items.create_page(name=f"item {n}", size=Size.L, price=n, tags=[Size.S], sold=n == 0, shop=shop)
    assert len(items.get_all_pages()) == 3
    dear = (uno.prop("Price") > 0) & (uno.prop("Size") == "L")
    found = items.query.filter(dear).sort(uno.prop("Price").desc()).execute()
    assert [page.props.double for page in found] == [4, 2]
    page = found[0]
    page.props.price = 10
    assert session.get_page(page.id, use_cache=False).props.double == 20
    assert page.props.shop[0].title == "Corner"
    items.title = "All items"
    assert session.get_db(database.id, use_cache=False).title == "All items"
    assert [found.id for found in session.search_ds("All items")] == [items.id]
    extra = database.create_ds(title="More items")
    assert len(database.reload().data_sources) == 2
    database.delete_ds(extra)
    database.delete()
    assert database.is_deleted


failed = 0
for check in (users, pages, databases):
    try:
        check()
        print(f"ok      {check.__name__}")
    except Exception:
        failed += 1
        print(f"FAILED  {check.__name__}")
        traceback.print_exc(file=sys.stdout)
sys.exit(1 if failed else 0)

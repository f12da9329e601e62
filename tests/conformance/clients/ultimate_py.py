"""Drives ultimate-notion, unmodified, against a local server over TCP.

NOTION_URL, NOTION_TOKEN and NOTION_PAGE say where it is.
"""

import datetime as dt
import io
import json
import os
import sys
import tempfile
import traceback
import urllib.request
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
    items = uno.PropType.Relation("Items")


class Item(uno.Schema, db_title="Items"):
    """What shops have."""

    name = uno.PropType.Title("Name")
    note = uno.PropType.Text("Note")
    size = uno.PropType.Select("Size", options=Size)
    price = uno.PropType.Number("Price", format=uno.NumberFormat.DOLLAR)
    tags = uno.PropType.MultiSelect("Tags", options=Size)
    sold = uno.PropType.Checkbox("Sold")
    made = uno.PropType.Date("Made")
    maker = uno.PropType.Person("Maker")
    files = uno.PropType.Files("Files")
    mail = uno.PropType.Email("Mail")
    site = uno.PropType.URL("Site")
    phone = uno.PropType.Phone("Phone")
    place = uno.PropType.Place("Place")
    number = uno.PropType.ID("ID", prefix="IT")
    shop = uno.PropType.Relation("Shop", schema=Shop, two_way_prop=Shop.items)
    double = uno.PropType.Formula("Double", formula='prop("Price") * 2')
    loud = uno.PropType.Formula("Loud", formula='upper(prop("Name"))')
    is_dear = uno.PropType.Formula("Dear", formula='prop("Price") > 1')
    due = uno.PropType.Formula("Due", formula='dateAdd(prop("Made"), 1, "days")')
    created = uno.PropType.CreatedTime("Created")
    creator = uno.PropType.CreatedBy("Creator")
    edited = uno.PropType.LastEditedTime("Edited")
    editor = uno.PropType.LastEditedBy("Editor")


def users() -> None:
    assert session.whoami().is_bot
    everyone = session.all_users()
    assert len(everyone) == 2
    assert session.get_user(everyone[0].id) == everyone[0]
    assert session.search_user("Ada Lovelace").item() == everyone[0]


def pages() -> None:
    page = session.create_page(parent=home, title="Ultimate")
    page.append([uno.Heading1("Head"), uno.Paragraph("text"), uno.BulletedItem("item"), uno.Divider()])
    assert [type(block).__name__ for block in page.children] == ["Heading1", "Paragraph", "BulletedItem", "Divider"]
    page.title = "Renamed"
    page.icon = "🐟"
    page.cover = uno.url("https://example.com/cover.png")
    fresh = session.get_page(page.id, use_cache=False)
    assert (fresh.title, fresh.icon, fresh.cover.url) == ("Renamed", "🐟", "https://example.com/cover.png")
    page.icon = uno.url("https://www.notion.so/icons/snake_purple.svg")
    assert page.reload().icon.name == "snake"
    page.icon = page.cover = None
    page.is_locked = True
    assert page.reload().is_locked and page.icon is None
    page.is_locked = False
    assert "# Head" in page.to_markdown()
    child = session.create_page(parent=page, title="Child", blocks=[uno.Paragraph("inside")])
    assert [sub.id for sub in page.reload().subpages] == [child.id]
    assert child.ancestors[-1] == page
    assert session.search_page("Child").item() == child
    assert session.get_or_create_page(page, "Child") == child
    page.delete()
    assert page.is_deleted and session.get_page(child.id, use_cache=False).is_deleted
    page.restore()
    assert not page.is_deleted


def blocks() -> None:
    page = session.create_page(parent=home, title="Ultimate blocks")
    file = uno.url("https://www.example.com/robots.txt")
    every = [
        uno.Heading1("one"),
        uno.Heading2("two", toggleable=True),
        uno.Heading3("three", color=uno.BGColor.RED),
        uno.Heading4("four"),
        uno.Paragraph("text"),
        uno.BulletedItem("item"),
        uno.NumberedItem("item"),
        uno.ToDoItem("do", checked=True),
        uno.ToggleItem("toggle"),
        uno.Quote("quote"),
        uno.Callout("callout"),
        uno.Code("x = 1", language=uno.CodeLang.PYTHON, caption="caption"),
        uno.Equation("e=mc^2"),
        uno.Divider(),
        uno.TableOfContents(),
        uno.Breadcrumb(),
        uno.Embed("https://example.com"),
        uno.Bookmark("https://example.com"),
        uno.Image(file, caption="image"),
        uno.PDF(file),
        uno.Video(file),
        uno.Audio(file),
        uno.File(file),
        uno.LinkToPage(home),
        uno.Columns([1, 3]),
        uno.Tabs(["first", "second"]),
        uno.Table(2, 2, header_row=True),
        uno.SyncedBlock(uno.Paragraph("original")),
    ]
    page.append(every)
    fresh = session.get_page(page.id, use_cache=False)
    assert [type(block) for block in fresh.children] == [type(block) for block in every]
    assert page.to_markdown() and page.to_html()

    paragraph = next(block for block in page.children if isinstance(block, uno.Paragraph))
    paragraph.rich_text = uno.text("bold", bold=True) + uno.math("x^2") + uno.mention(home)
    paragraph.color = uno.Color.BLUE
    again = session.get_block(paragraph.id, use_cache=False)
    assert (again.rich_text.to_plain_text(), again.color) == ("boldx^2Home", uno.Color.BLUE)
    paragraph.insert_after(uno.Paragraph("behind"))
    paragraph.replace([uno.Paragraph("instead")])
    texts = [str(block) for block in page.reload().children if isinstance(block, uno.Paragraph)]
    assert texts == ["instead", "behind"], texts
    find = lambda kind: next(block for block in page.children if isinstance(block, kind))
    find(uno.ToDoItem).checked = False
    find(uno.Callout).icon = uno.Emoji("🐟")
    find(uno.Code).language = uno.CodeLang.RUST
    find(uno.Bookmark).url = "https://example.org"
    find(uno.Equation).latex = "a"
    find(uno.File).name = "my_robot"
    find(uno.Image).caption = "changed"
    find(uno.Heading2).toggleable = False
    table = find(uno.Table)
    table[0, 0] = "cell"
    columns = find(uno.Columns)
    columns.add_column()
    columns[0].append(uno.Paragraph("left"))
    columns.width_ratios = [1, 1, 2]
    tabs = find(uno.Tabs)
    tabs.add_tab("third", icon="🐟")
    tabs[0].append(uno.Paragraph("content"))
    synced = find(uno.SyncedBlock)
    page.append(synced.create_synced())
    fresh = session.get_page(page.id, use_cache=False)
    find = lambda kind: next(block for block in fresh.children if isinstance(block, kind))
    assert find(uno.File).name == "my_robot.txt"
    assert find(uno.Table)[0, 0] == "cell"
    assert find(uno.Columns).width_ratios == (0.25, 0.25, 0.5)
    assert [str(tab) for tab in find(uno.Tabs).tabs] == ["first", "second", "third"]
    copy = fresh.children[-1]
    assert copy.is_synced and copy.get_original() == find(uno.SyncedBlock)
    assert str(copy.children[0]) == "original"
    find(uno.Quote).delete()
    assert not any(isinstance(block, uno.Quote) for block in fresh.reload().children)
    deep = uno.BulletedItem("1").append(uno.BulletedItem("2").append(uno.BulletedItem("3").append(uno.BulletedItem("4"))))
    page.append([deep] + [uno.Paragraph(str(n)) for n in range(120)])
    assert len(session.get_page(page.id, use_cache=False).children) == len(every) + 122


def comments() -> None:
    page = session.create_page(parent=home, title="Discussed", blocks=[uno.Paragraph("text")])
    page.comments.append("one").append("two")
    assert [str(comment) for comment in session.get_page(page.id, use_cache=False).comments] == ["one", "two"]
    assert page.comments[0].user == session.whoami()


def uploads() -> None:
    upload = session.upload(io.BytesIO(b"hello"), file_name="hello.txt", mime_type="text/plain")
    page = session.create_page(parent=home, title="With a file")
    page.append(uno.File(upload))
    assert page.children[0].name == "hello.txt"
    assert upload.update_status().status == uno.FileUploadStatus.UPLOADED
    imported = session.import_url("data:text/plain,hello", "imported.txt", block=False)
    assert imported.update_status().status == uno.FileUploadStatus.UPLOADED
    listed = session.list_uploads(filter=uno.FileUploadStatus.UPLOADED)
    assert {upload.id, imported.id} <= {found.id for found in listed}


def save_formula(source: str, name: str) -> None:
    """Saves a formula as a person does in Notion. Notion refuses filters by formulas that the API made."""
    urllib.request.urlopen(
        urllib.request.Request(
            os.environ["NOTION_URL"] + "/_local/formulas",
            data=json.dumps({"data_source": source, "property": name}).encode(),
            headers={"Authorization": "Bearer " + os.environ["NOTION_TOKEN"]},
        )
    )


def databases() -> None:
    shops = session.create_db(parent=home, schema=Shop).data_sources.item()
    database = session.create_db(parent=home, schema=Item)
    items = database.data_sources.item()
    shops.reload()
    shop = shops.create_page(name="Corner")
    person = session.all_users()[0]
    today = dt.datetime.now(dt.timezone.utc).date()
    for n in range(3):
        page = items.create_page(
            name=f"item {n}",
            note=uno.text("a note", italic=True),
            size=Size.L if n else Size.S,
            price=n,
            tags=[Size.S, Size.L][: n + 1],
            sold=n == 0,
            made=today - dt.timedelta(days=n),
            maker=[person],
            files=[uno.url("https://example.com/f.pdf", name="f.pdf")],
            mail=f"item{n}@example.com",
            site="https://example.com",
            phone="+49 1",
            place={"lat": 1.5, "lon": 2.5, "name": "Here"},
            shop=shop,
        )
    assert page.props.number == "IT-3"
    assert (page.props.loud, page.props.is_dear, page.props.place.name) == ("ITEM 2", True, "Here")
    assert page.props.due == today - dt.timedelta(days=1)
    assert page.props.creator == page.props.editor == session.whoami()
    assert page.props.maker[0] == person and page.props.files[0].name == "f.pdf"
    assert len(session.get_page(shop.id, use_cache=False).props["Items"]) == 3
    assert len(items.get_all_pages()) == 3
    p = uno.prop
    conditions = [
        (p("Name") == "item 1", "1"),
        (p("Name").starts_with("ITEM"), "012"),
        (p("Name").ends_with("2"), "2"),
        (p("Note").contains("Note"), "012"),
        (p("Note").does_not_contain("note"), ""),
        (p("Note").is_empty(), ""),
        (p("Size") == "L", "12"),
        (p("Size") != Size.L, "0"),
        (p("Price") > 0, "12"),
        (p("Price") <= 1, "01"),
        (p("Tags").contains("L"), "12"),
        (p("Tags").does_not_contain(Size.L), "0"),
        (p("Sold") == True, "0"),
        (p("Made") == today, "0"),
        (p("Made") < today, "12"),
        (p("Made").past_week(), "012"),
        (p("Made").next_month(), "0"),
        (p("Maker").contains(person), "012"),
        (p("Maker").is_not_empty(), "012"),
        (p("Files").is_empty(), ""),
        (p("Mail") == "item0@example.com", "0"),
        (p("Site").contains("EXAMPLE"), "012"),
        (p("Phone").is_not_empty(), "012"),
        (p("ID") > 1, "12"),
        (p("Shop").contains(shop), "012"),
        (p("Double") == 4, "2"),
        (p("Loud").starts_with("item"), "012"),
        (p("Dear") == True, "2"),
        (p("Due") > today, "0"),
        (p("Created").past_week(), "012"),
        ((p("Price") == 0) | (p("Price") == 2), "02"),
        ((p("Size") == "L") & ((p("Price") == 0) | (p("Price") == 2)), "2"),
    ]
    for formula in ["Double", "Loud", "Dear", "Due"]:
        save_formula(str(items.id), formula)
    for condition, expected in conditions:
        found = items.query.filter(condition).sort(p("Price").asc()).execute()
        assert "".join(str(page.props.price) for page in found) == expected, condition
    ordered = items.query.sort(p("Size").asc(), p("Price").desc()).execute()
    assert [page.props.price for page in ordered] == [0, 2, 1]
    page.props.price = 10
    assert session.get_page(page.id, use_cache=False).props.double == 20
    page.update_props(price=None, tags=[], shop=[])
    page.reload()
    assert page.props.price is None and not page.props.tags and not page.props.shop

    items.title = "All items"
    assert session.get_db(database.id, use_cache=False).title == "All items"
    items.description = "New description"
    assert session.get_db(database.id, use_cache=False).description == "New description"
    assert [found.id for found in session.search_ds("All items")] == [items.id]
    extra = database.create_ds(title="More items")
    assert len(database.reload().data_sources) == 2
    database.delete_ds(extra)
    database.is_locked = True
    database.is_inline = True
    assert database.reload().is_locked and database.is_inline
    database.delete()
    assert database.is_deleted
    database.restore()
    assert not database.is_deleted


def schemas() -> None:
    class Task(uno.Schema, db_title="Tasks of ultimate-notion"):
        name = uno.PropType.Title("Name")
        hours = uno.PropType.Number("Hours")
        above = uno.PropType.Relation("Above", schema=uno.SelfRef)

    class Plan(uno.Schema, db_title="Plans of ultimate-notion"):
        name = uno.PropType.Title("Name")
        tasks = uno.PropType.Relation("Tasks", schema=Task)
        total = uno.PropType.Rollup("Total", relation=tasks, rollup=Task.hours, calculate=uno.AggFunc.SUM)
        all = uno.PropType.Rollup("All", relation=tasks, rollup=Task.hours)
        # Filters of rollups look for the property that is rolled up in this schema too.
        hours = uno.PropType.Number("Hours")

    tasks = session.create_db(parent=home, schema=Task).data_sources.item()
    plans = session.create_db(parent=home, schema=Plan).data_sources.item()
    made = [tasks.create_page(name=f"task {n}", hours=n) for n in (1, 2)]
    made[1].props.above = made[0]
    assert made[1].reload().props.above == [made[0]]
    plan = plans.create_page(name="plan", tasks=made)
    assert (plan.props.total, plan.props.all) == (3, [1, 2])
    plans.create_page(name="nothing")
    p = uno.prop
    for condition, expected in [
        (p("Total") == 3, ["plan"]),
        (p("All").any > 1, ["plan"]),
        (p("All").every > 1, []),
        (p("All").none == 5, ["plan", "nothing"]),
    ]:
        found = plans.query.filter(condition).execute()
        assert sorted(str(page.title) for page in found) == sorted(expected), condition
    many = [tasks.create_page(name=str(n)) for n in range(30)]
    plan.props.tasks = many
    assert len(session.get_page(plan.id, use_cache=False).props.tasks) == 30

    task = tasks.schema
    task["Hours"].name = "Days"
    task["Days"].format = uno.NumberFormat.PERCENT
    task["Kind"] = uno.PropType.Select(options=[uno.Option("a"), uno.Option("b")])
    task["Kind"].options = [uno.Option("b"), uno.Option("c", color=uno.Color.RED)]
    again = session.get_ds(tasks.id, use_cache=False).schema
    assert again["Days"].format == uno.NumberFormat.PERCENT
    assert [option.name for option in again["Kind"].options] == ["b", "c"]
    task["Kind"].delete()
    assert "Kind" not in session.get_ds(tasks.id, use_cache=False).schema
    assert session.get_or_create_ds(home, Plan).id == plans.id


failed = 0
for check in (users, pages, blocks, comments, uploads, databases, schemas):
    try:
        check()
        print(f"ok      {check.__name__}")
    except Exception:
        failed += 1
        print(f"FAILED  {check.__name__}")
        traceback.print_exc(file=sys.stdout)
sys.exit(1 if failed else 0)

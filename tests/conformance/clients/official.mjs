// Drives the official JavaScript SDK, unmodified, against a local server over TCP.
// NOTION_URL, NOTION_TOKEN and NOTION_PAGE say where it is.

import assert from "node:assert/strict";
import { APIErrorCode, Client, collectPaginatedAPI, isFullPage } from "@notionhq/client";

const { NOTION_URL, NOTION_TOKEN, NOTION_PAGE } = process.env;
const clientOf = (auth, notionVersion = "2026-03-11") =>
  new Client({ auth, baseUrl: NOTION_URL, notionVersion, retry: false, logLevel: "error" });
const notion = clientOf(NOTION_TOKEN);
const text = (content) => [{ type: "text", text: { content } }];
const refused = async (promise, code) => {
  const error = await promise.then(() => null, (error) => error);
  assert.ok(error, `expected ${code}, but it worked`);
  assert.equal(error.code, code, error.message);
  return error;
};

const checks = {
  async users() {
    const me = await notion.users.me({});
    assert.equal(me.type, "bot");
    const users = await collectPaginatedAPI(notion.users.list, { page_size: 1 });
    assert.equal(users.length, 2);
    assert.equal((await notion.users.retrieve({ user_id: me.id })).id, me.id);
  },

  async "databases and rows of every type"() {
    const projects = await notion.databases.create({
      parent: { type: "page_id", page_id: NOTION_PAGE },
      title: text("Projects"),
      initial_data_source: { properties: { Name: { title: {} } } },
    });
    const projectSource = projects.data_sources[0].id;
    const tasks = await notion.databases.create({
      parent: { type: "page_id", page_id: NOTION_PAGE },
      title: text("Tasks"),
      description: text("What there is to do"),
      initial_data_source: {
        properties: {
          Name: { title: {} },
          Text: { rich_text: {} },
          Number: { number: { format: "euro" } },
          Select: { select: { options: [{ name: "a", color: "red" }] } },
          Tags: { multi_select: { options: [{ name: "x" }, { name: "y" }] } },
          Status: { status: {} },
          Date: { date: {} },
          People: { people: {} },
          Files: { files: {} },
          Check: { checkbox: {} },
          Url: { url: {} },
          Email: { email: {} },
          Phone: { phone_number: {} },
          Formula: { formula: { expression: 'prop("Number") * 2' } },
          Project: { relation: { data_source_id: projectSource, type: "dual_property", dual_property: {} } },
          Created: { created_time: {} },
          ID: { unique_id: { prefix: "T" } },
        },
      },
    });
    const source = tasks.data_sources[0].id;
    await notion.dataSources.update({
      data_source_id: projectSource,
      properties: {
        Sum: {
          rollup: {
            relation_property_name: "Related to Tasks (Project)",
            rollup_property_name: "Number",
            function: "sum",
          },
        },
      },
    });
    const project = await notion.pages.create({
      parent: { data_source_id: projectSource },
      properties: { Name: { title: text("Launch") } },
    });
    const [person] = (await notion.users.list({})).results;
    for (let n = 1; n <= 3; n += 1) {
      await notion.pages.create({
        parent: { type: "data_source_id", data_source_id: source },
        icon: { type: "emoji", emoji: "✅" },
        properties: {
          Name: { title: text(`Task ${n}`) },
          Text: { rich_text: text("some words") },
          Number: { number: n },
          Select: { select: { name: "a" } },
          Tags: { multi_select: [{ name: "x" }, { name: "new" }] },
          Status: { status: { name: "In progress" } },
          Date: { date: { start: `2026-01-0${n}` } },
          People: { people: [{ id: person.id }] },
          Files: { files: [{ name: "f", external: { url: "https://example.com/f.pdf" } }] },
          Check: { checkbox: n === 1 },
          Url: { url: "https://example.com" },
          Email: { email: "a@example.com" },
          Phone: { phone_number: "+49 1" },
          Project: { relation: [{ id: project.id }] },
        },
      });
    }
    const query = async (filter, sorts) => {
      const list = await notion.dataSources.query({ data_source_id: source, filter, sorts });
      return list.results.filter(isFullPage).map((page) => page.properties.Name.title[0].plain_text);
    };
    const all = ["Task 3", "Task 2", "Task 1"];
    assert.deepEqual(await query(), all);
    const ascending = [{ property: "Number", direction: "ascending" }];
    assert.deepEqual(await query(undefined, ascending), [...all].reverse());
    const conditions = [
      [{ property: "Name", title: { contains: "task 2" } }, 1],
      [{ property: "Text", rich_text: { is_not_empty: true } }, 3],
      [{ property: "Number", number: { greater_than: 1 } }, 2],
      [{ property: "Select", select: { equals: "a" } }, 3],
      [{ property: "Tags", multi_select: { contains: "new" } }, 3],
      [{ property: "Tags", multi_select: { does_not_contain: "y" } }, 3],
      [{ property: "Status", status: { does_not_equal: "Done" } }, 3],
      [{ property: "Date", date: { on_or_after: "2026-01-02" } }, 2],
      [{ property: "People", people: { contains: person.id } }, 3],
      [{ property: "Files", files: { is_empty: true } }, 0],
      [{ property: "Check", checkbox: { equals: true } }, 1],
      [{ property: "Url", url: { starts_with: "https" } }, 3],
      [{ property: "Email", email: { ends_with: ".com" } }, 3],
      [{ property: "Phone", phone_number: { equals: "+49 1" } }, 3],
      [{ property: "Project", relation: { contains: project.id } }, 3],
      [{ property: "Formula", formula: { number: { equals: 4 } } }, 1],
      [{ property: "ID", unique_id: { less_than: 3 } }, 2],
      [{ property: "Created", created_time: { past_week: {} } }, 3],
      [{ timestamp: "last_edited_time", last_edited_time: { on_or_before: "tomorrow" } }, 3],
      [{ or: [{ property: "Number", number: { equals: 1 } }, { property: "Number", number: { equals: 3 } }] }, 2],
      [{ and: [{ property: "Check", checkbox: { equals: false } }, { property: "Number", number: { less_than: 3 } }] }, 1],
    ];
    for (const [filter, count] of conditions) {
      assert.equal((await query(filter)).length, count, JSON.stringify(filter));
    }
    const again = await notion.pages.retrieve({ page_id: project.id });
    assert.equal(again.properties.Sum.rollup.number, 6);
    const rollup = await notion.dataSources.query({
      data_source_id: projectSource,
      filter: { property: "Sum", rollup: { number: { equals: 6 } } },
    });
    assert.equal(rollup.results.length, 1);
    const related = await notion.pages.properties.retrieve({
      page_id: project.id,
      property_id: again.properties["Related to Tasks (Project)"].id,
    });
    assert.equal(related.results.length, 3);
    const rows = await collectPaginatedAPI(notion.dataSources.query, { data_source_id: source, page_size: 2 });
    assert.equal(rows.length, 3);
    const changed = await notion.pages.update({ page_id: rows[0].id, properties: { Number: { number: 10 } } });
    assert.equal(changed.properties.Formula.formula.number, 20);
    await notion.pages.update({ page_id: rows[0].id, in_trash: true });
    assert.equal((await query()).length, 2);
    assert.equal((await notion.databases.retrieve({ database_id: tasks.id })).data_sources.length, 1);
    const extra = await notion.dataSources.create({
      parent: { type: "database_id", database_id: tasks.id },
      title: text("More"),
      properties: { Name: { title: {} } },
    });
    assert.equal((await notion.dataSources.retrieve({ data_source_id: extra.id })).parent.database_id, tasks.id);
    assert.deepEqual((await notion.dataSources.listTemplates({ data_source_id: source })).templates, []);
  },

  async search() {
    const found = await notion.search({ query: "Projects", filter: { property: "object", value: "data_source" } });
    assert.equal(found.results[0].title[0].plain_text, "Projects");
    const pages = await notion.search({ filter: { property: "object", value: "page" }, page_size: 2 });
    assert.equal(pages.results.length, 2);
  },

  async blocks() {
    const page = await notion.pages.create({
      parent: { page_id: NOTION_PAGE },
      properties: { title: { title: text("Blocks") } },
      children: [{ heading_1: { rich_text: text("Head") } }],
    });
    const rich = { rich_text: text("x") };
    const external = { external: { url: "https://example.com/x.png" } };
    const children = [
      { paragraph: { ...rich, children: [{ quote: { ...rich, children: [{ to_do: { ...rich, checked: true } }] } }] } },
      { heading_2: { ...rich, is_toggleable: true } },
      { heading_3: rich },
      { heading_4: rich },
      { bulleted_list_item: rich },
      { numbered_list_item: { ...rich, color: "red_background" } },
      { toggle: rich },
      { callout: rich },
      { code: { ...rich, language: "rust" } },
      { equation: { expression: "e=mc^2" } },
      { divider: {} },
      { breadcrumb: {} },
      { table_of_contents: {} },
      { bookmark: { url: "https://example.com" } },
      { embed: { url: "https://example.com" } },
      { image: external },
      { video: external },
      { pdf: external },
      { audio: external },
      { file: external },
      { link_to_page: { type: "page_id", page_id: NOTION_PAGE } },
      { table: { table_width: 2, children: [{ table_row: { cells: [text("a"), []] } }] } },
      { column_list: { children: [{ column: { children: [{ paragraph: rich }] } }, { column: { children: [{ paragraph: rich }] } }] } },
      { tab: { children: [{ paragraph: { ...rich, icon: { emoji: "🐟" } } }] } },
      { synced_block: { synced_from: null, children: [{ paragraph: rich }] } },
    ];
    const added = await notion.blocks.children.append({ block_id: page.id, children });
    assert.equal(added.results.length, children.length);
    const listed = await collectPaginatedAPI(notion.blocks.children.list, { block_id: page.id, page_size: 10 });
    assert.equal(listed.length, children.length + 1);
    for (const [index, sent] of children.entries()) {
      assert.equal(listed[index + 1].type, Object.keys(sent)[0]);
    }
    const first = listed[1];
    assert.equal(first.has_children, true);
    const updated = await notion.blocks.update({ block_id: first.id, paragraph: { rich_text: text("y") } });
    assert.equal(updated.paragraph.rich_text[0].plain_text, "y");
    const placed = await notion.blocks.children.append({
      block_id: page.id,
      children: [{ paragraph: rich }],
      position: { type: "after_block", after_block: { id: first.id } },
    });
    assert.equal(placed.results.length, children.length);
    const gone = await notion.blocks.delete({ block_id: first.id });
    assert.equal(gone.in_trash, true);
    await refused(notion.blocks.delete({ block_id: first.id }), APIErrorCode.ValidationError);
    assert.equal((await notion.blocks.retrieve({ block_id: page.id })).type, "child_page");
  },

  async comments() {
    const page = await notion.pages.create({ parent: { page_id: NOTION_PAGE }, properties: {} });
    const first = await notion.comments.create({ parent: { page_id: page.id }, rich_text: text("one") });
    const second = await notion.comments.create({ discussion_id: first.discussion_id, rich_text: text("two") });
    assert.equal(second.discussion_id, first.discussion_id);
    const list = await notion.comments.list({ block_id: page.id });
    assert.deepEqual(list.results.map((comment) => comment.rich_text[0].plain_text), ["one", "two"]);
    const changed = await notion.comments.update({ comment_id: first.id, markdown: "**bold**" });
    assert.equal(changed.rich_text[0].annotations.bold, true);
    await notion.comments.delete({ comment_id: first.id });
    await refused(notion.comments.retrieve({ comment_id: first.id }), APIErrorCode.ObjectNotFound);
  },

  async "file uploads"() {
    const upload = await notion.fileUploads.create({ mode: "single_part", filename: "hello.txt" });
    assert.equal(upload.content_type, "text/plain");
    const sent = await notion.fileUploads.send({
      file_upload_id: upload.id,
      file: { filename: "hello.txt", data: new Blob(["hello"], { type: "text/plain" }) },
    });
    assert.deepEqual([sent.status, sent.content_length], ["uploaded", 5]);
    const page = await notion.pages.create({
      parent: { page_id: NOTION_PAGE },
      properties: {},
      children: [{ file: { file_upload: { id: upload.id } } }],
    });
    const [block] = (await notion.blocks.children.list({ block_id: page.id })).results;
    assert.equal(block.file.name, "hello.txt");
    assert.equal(await (await fetch(block.file.file.url)).text(), "hello");
    const parts = await notion.fileUploads.create({ mode: "multi_part", filename: "long.txt", number_of_parts: 2 });
    for (const [index, data] of ["one ", "two"].entries()) {
      await notion.fileUploads.send({
        file_upload_id: parts.id,
        file: { data: new Blob([data]) },
        part_number: String(index + 1),
      });
    }
    const whole = await notion.fileUploads.complete({ file_upload_id: parts.id });
    assert.deepEqual([whole.status, whole.content_length], ["uploaded", 7]);
    assert.equal((await notion.fileUploads.list({ status: "uploaded" })).results.length, 2);
  },

  async "markdown and tasks"() {
    const page = await notion.pages.create({ parent: { page_id: NOTION_PAGE }, markdown: "# Title\n\nHello **you**." });
    assert.equal(page.properties.title.title[0].plain_text, "Title");
    const changed = await notion.pages.updateMarkdown({
      page_id: page.id,
      type: "update_content",
      update_content: { content_updates: [{ old_str: "you", new_str: "world" }] },
    });
    assert.equal(changed.markdown, "Hello **world**.");
    assert.equal((await notion.pages.retrieveMarkdown({ page_id: page.id })).markdown, changed.markdown);
    const task = await notion.request({
      path: `pages/${page.id}/markdown`,
      method: "patch",
      body: { type: "insert_content", insert_content: { content: "- more" }, allow_async: true },
    });
    assert.equal(task.status, "queued");
    const done = await notion.request({ path: `async_tasks/${task.id}`, method: "get" });
    assert.equal(done.result.markdown, "Hello **world**.\n- more");
  },

  async "views and moves"() {
    const found = await notion.search({ query: "Tasks", filter: { property: "object", value: "data_source" } });
    const source = found.results[0];
    const view = await notion.views.create({
      data_source_id: source.id,
      database_id: source.parent.database_id,
      name: "Open",
      type: "table",
      filter: { property: "Check", checkbox: { equals: false } },
    });
    assert.equal((await notion.views.list({ database_id: source.parent.database_id })).results.length, 2);
    const renamed = await notion.views.update({ view_id: view.id, name: "Not done" });
    assert.equal(renamed.name, "Not done");
    const query = await notion.views.queries.create({ view_id: view.id });
    assert.equal(query.total_count, 1);
    const results = await notion.views.queries.results({ view_id: view.id, query_id: query.id });
    assert.equal(results.results.length, 1);
    await notion.views.queries.delete({ view_id: view.id, query_id: query.id });
    await notion.views.delete({ view_id: view.id });
    const page = await notion.pages.create({ parent: { page_id: NOTION_PAGE }, properties: {} });
    const moved = await notion.pages.move({ page_id: page.id, parent: { data_source_id: source.id } });
    assert.equal(moved.parent.data_source_id, source.id);
    assert.deepEqual((await notion.customEmojis.list({})).results, []);
  },

  async errors() {
    await refused(clientOf("wrong").users.me({}), APIErrorCode.Unauthorized);
    await refused(notion.pages.retrieve({ page_id: "00000000-0000-4000-8000-000000000000" }), APIErrorCode.ObjectNotFound);
    await refused(notion.pages.retrieve({ page_id: "nonsense" }), APIErrorCode.ValidationError);
    await refused(notion.request({ path: "nowhere", method: "get" }), APIErrorCode.InvalidRequestURL);
    const error = await refused(
      notion.pages.create({ parent: { page_id: NOTION_PAGE }, properties: {}, nonsense: 1 }).then(() => {
        // The SDK leaves unknown keys out.
        throw Object.assign(new Error("left out"), { code: "left_out" });
      }),
      "left_out",
    );
    assert.equal(error.message, "left out");
  },

  async "the older version"() {
    const old = clientOf(NOTION_TOKEN, "2025-09-03");
    const page = await old.pages.retrieve({ page_id: NOTION_PAGE });
    assert.equal(page.archived, false);
  },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}
process.exit(failed === 0 ? 0 : 1);

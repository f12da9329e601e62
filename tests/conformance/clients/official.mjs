// Drives the official JavaScript SDK, unmodified, against a local server over TCP.
// NOTION_URL, NOTION_TOKEN and NOTION_PAGE say where it is.

import assert from "node:assert/strict";
import {
  APIErrorCode,
  Client,
  collectAllDataSourceRows,
  collectDataSourceTemplates,
  collectPaginatedAPI,
  isFullBlock,
  isFullComment,
  isFullDatabase,
  isFullDataSource,
  isFullPage,
  isFullUser,
  isNotionClientError,
  iteratePaginatedAPI,
} from "@notionhq/client";

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
    assert.ok(users.every(isFullUser));
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
          Creator: { created_by: {} },
          Edited: { last_edited_time: {} },
          Editor: { last_edited_by: {} },
          ID: { unique_id: { prefix: "T" } },
          Place: { place: {} },
          Button: { button: {} },
          Verified: { verification: {} },
          Loud: { formula: { expression: 'upper(prop("Name"))' } },
          Big: { formula: { expression: 'prop("Number") > 2' } },
          Next: { formula: { expression: 'dateAdd(prop("Date"), 1, "days")' } },
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
        Last: {
          rollup: {
            relation_property_name: "Related to Tasks (Project)",
            rollup_property_name: "Date",
            function: "latest_date",
          },
        },
        Numbers: {
          rollup: {
            relation_property_name: "Related to Tasks (Project)",
            rollup_property_name: "Number",
            function: "show_original",
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
          Place: { place: { lat: 1.5, lon: 2 } },
          Verified: { verification: { state: "verified" } },
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
    const me = await notion.users.me({});
    // Every operator of every filter, with the number of rows that pass.
    const operators = {
      Name: { title: { contains: ["task 2", 1], does_not_contain: ["2", 2], equals: ["Task 1", 1], does_not_equal: ["Task 1", 2], starts_with: ["TASK", 3], ends_with: ["3", 1], is_empty: [true, 0], is_not_empty: [true, 3] } },
      Text: { rich_text: { contains: ["WORDS", 3], does_not_contain: ["words", 0], equals: ["some words", 3], does_not_equal: ["some words", 0], starts_with: ["some", 3], ends_with: ["x", 0], is_empty: [true, 0], is_not_empty: [true, 3] } },
      Url: { url: { contains: ["example", 3], does_not_contain: ["x", 0], equals: ["https://example.com", 3], does_not_equal: ["x", 3], starts_with: ["https", 3], ends_with: [".com", 3], is_empty: [true, 0], is_not_empty: [true, 3] } },
      Email: { email: { contains: ["@", 3], does_not_contain: ["@", 0], equals: ["a@example.com", 3], does_not_equal: ["x", 3], starts_with: ["a@", 3], ends_with: [".com", 3], is_empty: [true, 0], is_not_empty: [true, 3] } },
      Phone: { phone_number: { contains: ["49", 3], does_not_contain: ["49", 0], equals: ["+49 1", 3], does_not_equal: ["x", 3], starts_with: ["+", 3], ends_with: ["1", 3], is_empty: [true, 0], is_not_empty: [true, 3] } },
      Number: { number: { equals: [1, 1], does_not_equal: [1, 2], greater_than: [1, 2], less_than: [3, 2], greater_than_or_equal_to: [2, 2], less_than_or_equal_to: [1, 1], is_empty: [true, 0], is_not_empty: [true, 3] } },
      ID: { unique_id: { equals: [1, 1], does_not_equal: [1, 2], greater_than: [1, 2], less_than: [3, 2], greater_than_or_equal_to: [2, 2], less_than_or_equal_to: [1, 1] } },
      Check: { checkbox: { equals: [true, 1], does_not_equal: [true, 2] } },
      Select: { select: { equals: ["a", 3], does_not_equal: ["a", 0], is_empty: [true, 0], is_not_empty: [true, 3] } },
      Tags: { multi_select: { contains: ["new", 3], does_not_contain: ["y", 3], is_empty: [true, 0], is_not_empty: [true, 3] } },
      Status: { status: { equals: [["Done", "In progress"], 3], does_not_equal: ["Done", 3], is_empty: [true, 0], is_not_empty: [true, 3] } },
      Date: { date: { equals: ["2026-01-02", 1], before: ["2026-01-02", 1], after: ["2026-01-02", 1], on_or_before: ["2026-01-02", 2], on_or_after: ["2026-01-02", 2], past_week: [{}, null], past_month: [{}, null], past_year: [{}, null], this_week: [{}, null], next_week: [{}, null], next_month: [{}, null], next_year: [{}, null], is_empty: [true, 0], is_not_empty: [true, 3] } },
      Created: { created_time: { past_week: [{}, 3], on_or_after: ["yesterday", 3], before: ["one_week_ago", 0], is_empty: [true, 0], is_not_empty: [true, 3] } },
      Edited: { last_edited_time: { past_week: [{}, 3], on_or_before: ["tomorrow", 3], after: ["one_month_from_now", 0] } },
      People: { people: { contains: [person.id, 3], does_not_contain: [person.id, 0], is_empty: [true, 0], is_not_empty: [true, 3] } },
      Creator: { created_by: { contains: [me.id, 3], does_not_contain: [me.id, 0], is_not_empty: [true, 3] } },
      Editor: { last_edited_by: { contains: [person.id, 0], does_not_contain: [person.id, 3], is_empty: [true, 0] } },
      Files: { files: { is_empty: [true, 0], is_not_empty: [true, 3] } },
      Project: { relation: { contains: [project.id, 3], does_not_contain: [project.id, 0], is_empty: [true, 0], is_not_empty: [true, 3] } },
      Verified: { verification: { status: ["verified", 3], does_not_equal: ["none", 3] } },
    };
    for (const [property, filters] of Object.entries(operators)) {
      for (const [kind, conditions] of Object.entries(filters)) {
        for (const [operator, [operand, count]] of Object.entries(conditions)) {
          const filter = { property, [kind]: { [operator]: operand } };
          const found = await query(filter);
          if (count !== null) assert.equal(found.length, count, JSON.stringify(filter));
        }
      }
    }
    const conditions = [
      [{ property: "Formula", formula: { number: { equals: 4 } } }, 1],
      [{ property: "Loud", formula: { string: { starts_with: "TASK" } } }, 3],
      [{ property: "Big", formula: { checkbox: { equals: true } } }, 1],
      [{ property: "Next", formula: { date: { after: "2026-01-03" } } }, 1],
      [{ timestamp: "created_time", created_time: { past_week: {} } }, 3],
      [{ timestamp: "last_edited_time", last_edited_time: { on_or_before: "tomorrow" } }, 3],
      [{ or: [{ property: "Number", number: { equals: 1 } }, { property: "Number", number: { equals: 3 } }] }, 2],
      [{ and: [{ property: "Check", checkbox: { equals: false } }, { or: [{ property: "Number", number: { less_than: 3 } }] }] }, 1],
    ];
    // Notion refuses filters by formulas that the API made, until a person saves them.
    await refused(query(conditions[0][0]), APIErrorCode.ValidationError);
    for (const property of ["Formula", "Loud", "Big", "Next"]) {
      const saved = await fetch(`${NOTION_URL}/_local/formulas`, {
        method: "POST",
        headers: { authorization: `Bearer ${NOTION_TOKEN}` },
        body: JSON.stringify({ data_source: source, property }),
      });
      assert.equal(saved.status, 200);
    }
    for (const [filter, count] of conditions) {
      assert.equal((await query(filter)).length, count, JSON.stringify(filter));
    }
    const again = await notion.pages.retrieve({ page_id: project.id });
    assert.equal(again.properties.Sum.rollup.number, 6);
    for (const [property, rollup, count] of [
      ["Sum", { number: { equals: 6 } }, 1],
      ["Last", { date: { equals: "2026-01-03" } }, 1],
      ["Numbers", { any: { number: { equals: 3 } } }, 1],
      ["Numbers", { every: { number: { greater_than: 1 } } }, 0],
      ["Numbers", { none: { number: { equals: 9 } } }, 1],
    ]) {
      const found = await notion.dataSources.query({ data_source_id: projectSource, filter: { property, rollup } });
      assert.equal(found.results.length, count, JSON.stringify({ property, rollup }));
    }
    assert.equal((await collectAllDataSourceRows(notion, { data_source_id: source })).length, 3);
    const narrow = await notion.dataSources.query({ data_source_id: source, filter_properties: ["title"] });
    assert.deepEqual(Object.keys(narrow.results[0].properties), ["Name"]);
    const related = await notion.pages.properties.retrieve({
      page_id: project.id,
      property_id: again.properties["Related to Tasks (Project)"].id,
    });
    assert.equal(related.results.length, 3);
    const rows = await collectPaginatedAPI(notion.dataSources.query, { data_source_id: source, page_size: 2 });
    assert.equal(rows.length, 3);
    assert.ok(rows.every(isFullPage));
    const one = rows[0].properties;
    assert.deepEqual(
      [one.Place.place.lat, one.Button.button, one.Verified.verification.state, one.Creator.created_by.id, one.ID.unique_id.prefix],
      [1.5, {}, "verified", me.id, "T"],
    );
    const changed = await notion.pages.update({ page_id: rows[0].id, properties: { Number: { number: 10 } } });
    assert.equal(changed.properties.Formula.formula.number, 20);
    await notion.pages.update({ page_id: rows[0].id, in_trash: true });
    assert.equal((await query()).length, 2);
    await notion.pages.update({ page_id: rows[0].id, in_trash: false, is_locked: true, icon: null });
    assert.ok(isFullDatabase(await notion.databases.retrieve({ database_id: tasks.id })));
    const updated = await notion.databases.update({ database_id: tasks.id, is_inline: true, description: text("new") });
    assert.deepEqual([updated.is_inline, updated.description[0].plain_text], [true, "new"]);
    assert.equal((await notion.databases.retrieve({ database_id: tasks.id })).data_sources.length, 1);
    const extra = await notion.dataSources.create({
      parent: { type: "database_id", database_id: tasks.id },
      title: text("More"),
      properties: { Name: { title: {} } },
    });
    assert.equal((await notion.dataSources.retrieve({ data_source_id: extra.id })).parent.database_id, tasks.id);
    assert.ok(isFullDataSource(await notion.dataSources.retrieve({ data_source_id: extra.id })));
    assert.deepEqual((await notion.dataSources.listTemplates({ data_source_id: source })).templates, []);
    assert.deepEqual(await collectDataSourceTemplates(notion, { data_source_id: source }), []);
    await notion.dataSources.update({ data_source_id: extra.id, in_trash: true });
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
    assert.ok(placed.results.every(isFullBlock));
    const at = async (position) => {
      const [block] = (await notion.blocks.children.append({ block_id: page.id, children: [{ divider: {} }], position })).results;
      const all = await collectPaginatedAPI(notion.blocks.children.list, { block_id: page.id });
      return all.findIndex((found) => found.id === block.id) - all.length;
    };
    assert.equal(await at({ type: "end" }), -1);
    assert.equal(await at({ type: "start" }), -(children.length + 4));
    let count = 0;
    for await (const block of iteratePaginatedAPI(notion.blocks.children.list, { block_id: page.id, page_size: 7 })) {
      count += isFullBlock(block) ? 1 : 0;
    }
    assert.equal(count, children.length + 4);
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
    assert.ok(list.results.every(isFullComment));
    const all = await collectPaginatedAPI(notion.comments.list, { block_id: page.id, page_size: 1 });
    assert.equal(all.length, 2);
    assert.equal((await notion.comments.retrieve({ comment_id: second.id })).id, second.id);
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
    // Every part but the last one has at least 5 MiB.
    for (const [index, data] of ["1".repeat(5 << 20), "two"].entries()) {
      await notion.fileUploads.send({
        file_upload_id: parts.id,
        file: { data: new Blob([data], { type: "text/plain" }) },
        part_number: String(index + 1),
      });
    }
    const whole = await notion.fileUploads.complete({ file_upload_id: parts.id });
    assert.deepEqual([whole.status, whole.content_length], ["uploaded", (5 << 20) + 3]);
    assert.equal((await notion.fileUploads.list({ status: "uploaded" })).results.length, 2);
    const far = await notion.fileUploads.create({ mode: "external_url", filename: "far.txt", external_url: "data:text/plain,far" });
    assert.equal((await notion.fileUploads.retrieve({ file_upload_id: far.id })).status, "uploaded");
    assert.equal((await collectPaginatedAPI(notion.fileUploads.list, { page_size: 2 })).length, 3);
    const comment = await notion.comments.create({
      parent: { page_id: page.id },
      rich_text: text("see"),
      attachments: [{ file_upload_id: far.id }],
    });
    assert.equal(comment.attachments.length, 1);
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
    const task = await notion.pages.updateMarkdown({
      page_id: page.id,
      allow_async: true,
      type: "insert_content",
      insert_content: { content: "- more" },
    });
    assert.equal(task.status, "queued");
    const done = await notion.asyncTasks.retrieve({ task_id: task.id });
    assert.equal(done.result.markdown, "Hello **world**.\n- more");
    const replace = (new_str) => notion.pages.updateMarkdown({ page_id: page.id, type: "replace_content", replace_content: { new_str } });
    assert.equal((await replace("> quote\n- [x] done")).markdown, "> quote\n- [x] done");
    const range = await notion.pages.updateMarkdown({
      page_id: page.id,
      type: "replace_content_range",
      replace_content_range: { content: "text", content_range: "> quo...quote" },
    });
    assert.equal(range.markdown, "text\n- [x] done");
    const twice = { content_updates: [{ old_str: "t", new_str: "x" }] };
    await refused(notion.pages.updateMarkdown({ page_id: page.id, type: "update_content", update_content: twice }), APIErrorCode.ValidationError);
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
    for (const type of ["board", "list", "calendar", "timeline", "gallery", "chart", "map", "form", "dashboard"]) {
      const other = await notion.views.create({ data_source_id: source.id, database_id: source.parent.database_id, name: type, type });
      assert.equal((await notion.views.retrieve({ view_id: other.id })).type, type);
      await notion.views.delete({ view_id: other.id });
    }
    const sorted = await notion.views.update({ view_id: view.id, sorts: [{ property: "Number", direction: "descending" }] });
    assert.equal(sorted.sorts.length, 1);
    const query = await notion.views.queries.create({ view_id: view.id });
    assert.equal(query.total_count, 2);
    const results = await notion.views.queries.results({ view_id: view.id, query_id: query.id });
    assert.equal(results.results.length, 2);
    await notion.views.queries.delete({ view_id: view.id, query_id: query.id });
    await notion.views.delete({ view_id: view.id });
    const page = await notion.pages.create({ parent: { page_id: NOTION_PAGE }, properties: {} });
    const moved = await notion.pages.move({ page_id: page.id, parent: { data_source_id: source.id } });
    assert.equal(moved.parent.data_source_id, source.id);
    const below = await notion.pages.move({ page_id: page.id, parent: { page_id: NOTION_PAGE } });
    assert.equal(below.parent.page_id, NOTION_PAGE);
    assert.deepEqual((await notion.customEmojis.list({})).results, []);
  },

  async errors() {
    await refused(clientOf("wrong").users.me({}), APIErrorCode.Unauthorized);
    await refused(notion.pages.retrieve({ page_id: "00000000-0000-4000-8000-000000000000" }), APIErrorCode.ObjectNotFound);
    const refusal = await refused(notion.pages.retrieve({ page_id: "nonsense" }), APIErrorCode.ValidationError);
    assert.ok(isNotionClientError(refusal));
    assert.deepEqual([refusal.status, refusal.message.slice(0, 22)], [400, "path failed validation"]);
    assert.equal(refusal.request_id, JSON.parse(refusal.body).request_id);
    const page = { parent: { page_id: NOTION_PAGE }, properties: {} };
    await refused(notion.pages.create({ ...page, children: Array(101).fill({ divider: {} }) }), APIErrorCode.ValidationError);
    await refused(notion.blocks.retrieve({ block_id: "00000000-0000-4000-8000-000000000000" }), APIErrorCode.ObjectNotFound);
    await refused(notion.users.retrieve({ user_id: "00000000-0000-4000-8000-000000000000" }), APIErrorCode.ObjectNotFound);
    await refused(notion.search({ page_size: 101 }), APIErrorCode.ValidationError);
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

  async "limits and retries"() {
    const order = async (fault) =>
      fetch(`${NOTION_URL}/_local/faults`, {
        method: "POST",
        headers: { authorization: `Bearer ${NOTION_TOKEN}` },
        body: JSON.stringify(fault),
      });
    await order({ fault: "rate_limited", retry_after: 1 });
    const limited = await refused(notion.users.me({}), APIErrorCode.RateLimited);
    assert.deepEqual([limited.status, limited.headers.get("retry-after")], [429, "1"]);
    const patient = new Client({ auth: NOTION_TOKEN, baseUrl: NOTION_URL, notionVersion: "2026-03-11", logLevel: "error" });
    await order({ fault: "rate_limited", retry_after: 0 });
    assert.equal((await patient.users.me({})).type, "bot");
    await order({ fault: "status", status: 503 });
    assert.equal((await patient.users.me({})).type, "bot");
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

// `notion mcp` with the official TypeScript SDK's client, unmodified. Run by .ci/mcp, which starts a local server.
import assert from "node:assert/strict";
import test from "node:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const { NOTION_PROGRAM, NOTION_BASE_URL, NOTION_TOKEN, PATH } = process.env;

async function connected() {
  const client = new Client({ name: "test", version: "1.0.0" });
  const env = { NOTION_BASE_URL, NOTION_TOKEN, PATH };
  await client.connect(new StdioClientTransport({ command: NOTION_PROGRAM, args: ["mcp"], env }));
  const call = async (name, args) => {
    const result = await client.callTool({ name, arguments: args });
    const text = result.content[0].text;
    assert.ok(!text.includes(NOTION_TOKEN));
    return { text, isError: result.isError === true };
  };
  return { client, call };
}

test("the tools are described, and no argument is a token", async () => {
  const { client } = await connected();
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name).sort(), [
    "append", "create", "describe_database", "edit", "get_page", "plan", "query", "search", "set",
  ]);
  for (const tool of tools) {
    assert.ok(tool.description.length > 20, tool.name);
    assert.equal(tool.inputSchema.type, "object");
    assert.ok(!JSON.stringify(tool.inputSchema).toLowerCase().includes("token"), tool.name);
    const changes = tool.annotations.readOnlyHint === false;
    assert.equal(changes, "dry_run" in tool.inputSchema.properties, tool.name);
  }
  await client.close();
});

test("a page is created, read, and edited by the smallest set of changes", async () => {
  const { client, call } = await connected();
  const dry = await call("create", { parent: "Home", title: "Plans", markdown: "# Goals\n\nWrite it.\n", dry_run: true });
  assert.match(dry.text, /nothing was sent/);
  assert.match((await call("get_page", { page: "Plans" })).text, /no page has the title/);
  await call("create", { parent: "Home", title: "Plans", markdown: "# Goals\n\nWrite it.\n" });
  assert.match((await call("get_page", { page: "Plans" })).text, /title: "Plans"[^]*# Goals\n\nWrite it\.\n/);
  const { text } = await call("get_page", { page: "Plans", editable: true });
  const edited = await call("edit", { page: "Plans", markdown: text.replace("Write", "Read") });
  assert.match(edited.text, /^~ [0-9a-f-]{36} paragraph: Read it\.\n$/);
  await call("append", { page: "Plans", markdown: "An end.\n" });
  assert.match((await call("get_page", { page: "Plans" })).text, /Read it\.\n\nAn end\.\n/);
  await client.close();
});

test("rows are created, queried and changed by the schema", async () => {
  const { client, call } = await connected();
  assert.match((await call("describe_database", { database: "Tasks" })).text, /- "Status": select, options \["Open","Done"\]/);
  const wrong = await call("create", { parent: "Tasks", title: "Write", properties: { Status: "Dome", Estimate: "soon" } });
  assert.ok(wrong.isError);
  assert.match(wrong.text, /did you mean "Done"\?/);
  assert.match(wrong.text, /"soon" is not a number/);
  for (const [title, Estimate] of [["Write", 2.5], ["Read", 8], ["Rest", null]]) {
    await call("create", { parent: "Tasks", title, properties: { Status: "Open", Estimate } });
  }
  const found = await call("query", { database: "Tasks", where: "Estimate > 1", sort: "-Estimate", columns: ["Name"], limit: 1 });
  const [first, note] = found.text.split("\n");
  assert.deepEqual(JSON.parse(first).properties, { Name: "Read" });
  assert.match(note, /^omitted: there are more than 1 rows/);
  await call("set", { page: "Write", properties: { Status: "Done" } });
  assert.equal((await call("query", { database: "Tasks", where: "Status = Done" })).text.trim().split("\n").length, 1);
  assert.match((await call("query", { database: "Tasks", where: "Stat = Done" })).text, /did you mean `Status`/);
  assert.match((await call("plan", { schema: "Tasks", database: "Tasks" })).text, /nothing to change/);
  await client.close();
});

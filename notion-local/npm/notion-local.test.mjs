// Tests of the installed package: `.ci/languages` runs them in an empty folder.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { Client } from "@notionhq/client";
import { startNotion } from "notion-local";

const clientOf = (local) => new Client({ auth: local.token, baseUrl: local.url, retry: false, logLevel: "error" });
const create = async (local) => {
  const properties = { title: { title: [{ text: { content: "Hello" } }] } };
  return (await clientOf(local).pages.create({ parent: { page_id: local.home }, properties })).id;
};

test("a reset brings the workspace back, and the same IDs come again", async () => {
  const local = await startNotion();
  const first = await create(local);
  assert.equal((await clientOf(local).search({})).results.length, 2);
  await local.reset();
  assert.equal((await clientOf(local).search({})).results.length, 1);
  assert.equal(await create(local), first);
  await local.stop();
  await local.stop();
  await assert.rejects(clientOf(local).users.me({}));
});

test("a fault is what the client gets", async () => {
  const local = await startNotion({ seed: 7 });
  await local.control("POST", "faults", { fault: "status", status: 503 });
  await assert.rejects(create(local), (error) => error.status === 503);
  await assert.rejects(local.control("POST", "faults", { fault: "no such fault" }), /POST \/_local\/faults failed with 400/);
  await local.stop();
});

test("a server that does not start says why", async () => {
  await assert.rejects(startNotion({ snapshot: "missing.json" }), /did not start: .*missing\.json/);
});

test("a program that forgets to stop ends all the same, and its server with it", async () => {
  const program = `import { startNotion } from "notion-local"; console.log((await startNotion()).url);`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program], { timeout: 60_000, encoding: "utf8" });
  await assert.rejects(fetch(`${printed.trim()}/v1/users/me`));
});

test("a server ends with a program that is killed", async () => {
  const program = `import { startNotion } from "notion-local"; console.log((await startNotion()).url); process.stdin.resume();`;
  const node = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["pipe", "pipe", "inherit"] });
  const exit = once(node, "exit");
  const [url] = await once(createInterface(node.stdout), "line");
  const answers = () => fetch(`${url}/v1/users/me`).then(async (answer) => (await answer.text(), true), () => false);
  assert.ok(await answers());
  node.kill("SIGKILL");
  await exit;
  const deadline = Date.now() + 60_000;
  while (await answers()) {
    assert.ok(Date.now() < deadline, "the server outlives the killed process");
    await setTimeout(20);
  }
});

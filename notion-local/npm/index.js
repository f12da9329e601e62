// Starts the program `notion-local`, which the package carries for each platform in `bin/PLATFORM-ARCH`.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export async function startNotion({ port = 0, seed = 0, snapshot } = {}) {
  // The pipe to its standard input is closed when this process ends, even by SIGKILL, and the server stops with it.
  const words = ["--exit-with-stdin", "--port", String(port), "--seed", String(seed)];
  if (snapshot !== undefined) words.push("--snapshot", String(snapshot));
  const child = spawn(program(), words, { stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
  const { url, token, home } = await announced(child);

  // The server neither outlives this process nor keeps it from ending.
  const kill = () => child.kill();
  process.once("exit", kill);
  for (const part of [child, child.stdin, child.stdout, child.stderr]) part.unref();
  child.stdout.resume();
  child.stderr.resume();

  const control = async (method, name, body) => {
    const response = await fetch(`${url}/_local/${name}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /_local/${name} failed with ${response.status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  const stop = async () => {
    process.removeListener("exit", kill);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill();
    await ended;
  };
  const reset = async () => void (await control("POST", "reset"));
  const server = { url, token, home, reset, control, stop };
  // Node 20 has the symbol; `await using` needs a compiler or a newer Node.
  if (Symbol.asyncDispose) server[Symbol.asyncDispose] = stop;
  return server;
}

/** What the program prints when it is ready: its address, token and page. */
function announced(child) {
  return new Promise((resolve, reject) => {
    const found = {};
    let errors = "";
    child.stderr.on("data", (text) => (errors += text));
    child.once("error", (error) => reject(new Error(`notion-local cannot be run: ${error.message}`)));
    child.once("close", () => reject(new Error(`notion-local did not start: ${errors.trim()}`)));
    createInterface(child.stdout).on("line", (line) => {
      const [name, value] = line.split(/\s+/);
      found[name] = value;
      if (name === "home") resolve(found);
    });
  });
}

function program() {
  const platform = `${process.platform}-${process.arch}`;
  const name = process.platform === "win32" ? "notion-local.exe" : "notion-local";
  const path = fileURLToPath(new URL(`bin/${platform}/${name}`, import.meta.url));
  if (existsSync(path)) return path;
  throw new Error(`notion-local has no program for ${platform}: \`cargo install notion-local\` builds one`);
}

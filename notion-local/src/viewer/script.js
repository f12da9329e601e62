// Keeps a page of the viewer up to date, and adds the keyboard. Everything else works without it.
"use strict";

const live = document.getElementById("live");
let state = JSON.parse(document.body.dataset.state);
let source = null;
let isBusy = false;
let isStale = false;
let lastTook = 0;

// The page depends on these parts of the server.
const parts = () => (document.body.dataset.live || "").split(" ").filter(Boolean);
const say = (text) => {
  if (live.textContent !== text) live.textContent = text;
};

const connect = () => {
  if (source || document.hidden) return;
  source = new EventSource("/_viewer/events");
  source.onopen = () => say("Live");
  source.onmessage = (event) => {
    const now = JSON.parse(event.data);
    const isNewRun = now.run !== state.run;
    if (isNewRun || parts().some((part) => now[part] !== state[part])) refresh();
  };
  source.onerror = () => {
    // A browser tries again by itself unless the server has refused.
    say(source.readyState === EventSource.CLOSED ? "Signed out" : "Reconnecting…");
    if (source.readyState === EventSource.CLOSED) disconnect();
  };
};

const disconnect = () => {
  if (source) source.close();
  source = null;
};

// A browser opens few connections to one host: tabs that nobody sees give theirs up.
document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
window.addEventListener("pagehide", disconnect);
window.addEventListener("pageshow", connect);

const refresh = async () => {
  if (isBusy) {
    isStale = true;
    return;
  }
  isBusy = true;
  const began = performance.now();
  try {
    const response = await fetch(location.href, { headers: { accept: "text/html" } });
    if (response.status === 401) {
      say("Signed out");
      disconnect();
    } else {
      const text = await response.text();
      const page = new DOMParser().parseFromString(text, "text/html");
      if (page.body.dataset.state) {
        state = JSON.parse(page.body.dataset.state);
        document.title = page.title;
        document.body.dataset.live = page.body.dataset.live;
        for (const id of ["side", "top", "main"]) {
          morph(document.getElementById(id), page.getElementById(id));
        }
      }
    }
  } catch {
    say("Reconnecting…");
  }
  lastTook = performance.now() - began;
  // A server that is busy is not asked all the time.
  setTimeout(() => {
    isBusy = false;
    if (isStale) {
      isStale = false;
      refresh();
    }
  }, Math.max(150, 4 * lastTook));
};

// Makes one element like another, and touches what is the same already as little as possible: what is open stays open, what is
// typed stays typed, what is marked stays marked.
const morph = (old, now) => {
  if (old.isEqualNode(now) || old.id === "live") return;
  for (const { name } of [...old.attributes]) {
    if (!now.hasAttribute(name) && !keeps(old, name)) old.removeAttribute(name);
  }
  for (const { name, value } of [...now.attributes]) {
    if (old.getAttribute(name) !== value && !keeps(old, name)) old.setAttribute(name, value);
  }
  const byId = new Map();
  for (const child of old.children) if (child.id) byId.set(child.id, child);
  const kept = new Set([...now.children].map((child) => child.id));
  let at = old.firstChild;
  for (const child of [...now.childNodes]) {
    // What is gone goes first, so that nothing that stays has to move: what moves loses the focus.
    while (at && at.id && !kept.has(at.id)) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
    const named = child.id && byId.get(child.id);
    if (named) {
      if (named !== at) old.insertBefore(named, at);
      else at = at.nextSibling;
      morph(named, child);
    } else if (at && !at.id && !child.id && at.nodeName === child.nodeName) {
      const same = at;
      at = at.nextSibling;
      if (same.nodeType === Node.ELEMENT_NODE) morph(same, child);
      else if (same.nodeValue !== child.nodeValue) same.nodeValue = child.nodeValue;
    } else {
      const added = document.importNode(child, true);
      if (added.nodeType === Node.ELEMENT_NODE && added.tagName === "TR") added.classList.add("new");
      old.insertBefore(added, at);
    }
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
};

const keeps = (element, name) =>
  (element.tagName === "DETAILS" && name === "open") ||
  (element.id === "menu" && name === "aria-expanded") ||
  (element.id === "side" && name === "class") ||
  (["INPUT", "SELECT"].includes(element.tagName) && ["value", "checked", "selected"].includes(name));

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.id === "menu") {
    const isOpen = document.getElementById("side").classList.toggle("open");
    button.setAttribute("aria-expanded", String(isOpen));
  } else if (button.classList.contains("copy")) {
    const text = button.parentElement.querySelector("pre").textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(button.parentElement.querySelector("pre"));
      button.textContent = "Press Ctrl+C";
    }
    setTimeout(() => (button.textContent = "Copy"), 1500);
  } else if (button.dataset.confirm && !confirm(button.dataset.confirm)) {
    event.preventDefault();
  }
});

// The places that `j` and `k` go to: rows, cards, listed things, requests.
const STEPS = "table.database tbody th a, .board article > a, ul.listed a.page, table.requests th a, .tree a";
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select");
  if (event.key === "Escape" && isTyping) event.target.blur();
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const follow = (relation) => document.querySelector(`main a[rel=${relation}]`)?.click();
  const step = (by) => {
    const inMain = [...document.querySelectorAll("main")[0].querySelectorAll(STEPS)];
    const all = inMain.length ? inMain : [...document.querySelectorAll(STEPS)];
    const at = all.indexOf(document.activeElement);
    all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]?.focus();
  };
  const keys = {
    "/": () => {
      document.getElementById("side").classList.add("open");
      document.getElementById("search").select();
    },
    j: () => step(1),
    k: () => step(-1),
    "[": () => follow("prev"),
    "]": () => follow("next"),
  };
  if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});

connect();

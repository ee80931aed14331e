// Choosing the words an answer rests on. A quote is made of a clause's own pieces, one beside the other, and of
// nothing that was typed.

import { Failed, ask, piece } from "../lookup/fragment.js";
import { composed, settled } from "../lookup/composing.js";

const form = document.getElementById("draft");
const panel = document.getElementById("picker");
const box = document.getElementById("seek");
const offered = document.getElementById("offered");
const chosen = document.getElementById("chosen");
const trouble = document.getElementById("trouble");
const target = panel.querySelector("[data-for]");
const pattern = document.getElementById("cite");
const EDGE = /^[。；;，,：:]+|[。；;，,：:]+$/g;

let key = "common"; // the answer the quote is for
let from = null; // the button that leads back to it
let running = null;

const notice = () => form.elements.notice.value;
const pieces = (clause) => [...clause.querySelectorAll(".piece")];
const everything = () => [...offered.querySelectorAll(".piece, .under")];

async function seek(under = "") {
  running?.stop();
  const mine = (running = ask("/desk/drafts/clauses", { q: under ? "" : box.value.trim(), under, notice: notice() }));
  try {
    const body = await mine.body;
    if (mine !== running) return;
    offered.replaceChildren(piece(body, "[data-offered]"));
    trouble.hidden = true;
    show();
    if (under) everything()[0]?.focus();
  } catch (error) {
    if (mine !== running || !(error instanceof Failed)) return;
    trouble.textContent = error.words;
    trouble.hidden = false;
  }
}

// The clause something is chosen in, and the words.
function selection() {
  const marked = offered.querySelector(".piece[aria-pressed=true]");
  if (!marked) return null;
  const clause = marked.closest(".offered");
  const words = pieces(clause).filter((one) => one.getAttribute("aria-pressed") === "true");
  const quote = words.map((one) => one.textContent).join("").replace(/\s+/g, "").replace(EDGE, "");
  return { id: clause.dataset.clause, path: clause.dataset.path, quote };
}

function show() {
  const now = selection();
  chosen.hidden = !now;
  chosen.querySelector("q").textContent = now ? now.quote : "";
}

// A second piece makes it all between the two; one of another clause begins anew; the only one, again, is let go.
function toggle(one) {
  const clause = one.closest(".offered");
  const all = pieces(clause);
  const before = all.filter((other) => other.getAttribute("aria-pressed") === "true");
  for (const other of offered.querySelectorAll(".piece")) other.setAttribute("aria-pressed", "false");
  const places = [...before, one].map((other) => all.indexOf(other));
  const single = before.includes(one);
  const [first, last] = single ? [all.indexOf(one), all.indexOf(one)] : [Math.min(...places), Math.max(...places)];
  if (!(single && before.length === 1)) {
    for (const other of all.slice(first, last + 1)) other.setAttribute("aria-pressed", "true");
  }
  show();
}

function use() {
  const now = selection();
  if (!now?.quote) return;
  const list = form.querySelector(`[data-cites="${CSS.escape(key)}"]`);
  const item = pattern.content.firstElementChild.cloneNode(true);
  const field = item.querySelector("input");
  field.name = `cite.${key}`;
  field.value = `${now.id}|${now.quote}`;
  item.querySelector(".cite-path").textContent = now.path;
  item.querySelector("q").textContent = now.quote;
  list.append(item);
  for (const other of offered.querySelectorAll(".piece")) other.setAttribute("aria-pressed", "false");
  show();
  form.dispatchEvent(new CustomEvent("draft:changed"));
}

function open(button) {
  key = button.dataset.pick;
  from = button;
  target.textContent = `作「${button.dataset.name}」的依据`;
  panel.classList.add("at-work");
  box.focus();
  box.select();
  if (!offered.firstElementChild) seek();
}

function step(by) {
  const all = everything();
  const at = all.indexOf(document.activeElement);
  if (at === 0 && by < 0) return box.focus();
  all[Math.min(all.length - 1, at + by)]?.focus();
}

function stepClause(by) {
  const clauses = [...offered.querySelectorAll(".offered")];
  const at = clauses.indexOf(document.activeElement.closest(".offered"));
  if (at === 0 && by < 0) return box.focus();
  clauses[Math.min(clauses.length - 1, at + by)]?.querySelector(".piece")?.focus();
}

const KEYS = {
  ArrowDown: () => stepClause(1),
  ArrowUp: () => stepClause(-1),
  ArrowRight: () => step(1),
  ArrowLeft: () => step(-1),
};

panel.addEventListener("keydown", (event) => {
  if (composed(event) || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape") {
    event.preventDefault();
    return (from ?? form.querySelector("[data-pick]")).focus();
  }
  if (event.target === box) {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      everything()[0]?.focus();
    }
    if (event.key === "Enter") event.preventDefault();
    return;
  }
  if (event.key === "Enter" && event.target.matches(".piece")) {
    event.preventDefault();
    if (event.target.getAttribute("aria-pressed") !== "true") toggle(event.target);
    return use();
  }
  if (KEYS[event.key] && offered.contains(event.target)) {
    event.preventDefault();
    KEYS[event.key]();
  }
});
offered.addEventListener("click", (event) => {
  const one = event.target.closest(".piece");
  if (one) toggle(one);
  const under = event.target.closest(".under");
  if (under) seek(under.dataset.under);
});
document.getElementById("use").addEventListener("click", use);
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick]");
  if (button) open(button);
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "F2") return;
  event.preventDefault();
  open(event.target.closest(".answer")?.querySelector("[data-pick]") ?? form.querySelector("[data-pick]"));
});
settled(box, () => seek());

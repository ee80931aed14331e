// The editor's page: saving by key, the count of wordings, placeholders into the answer, and nothing lost unsaved.

import { composed } from "../lookup/composing.js";
import "./picker.js";

const form = document.getElementById("draft");
const wordings = document.getElementById("wordings");
const count = document.querySelector("[data-count]");
const unsaved = document.querySelector("[data-unsaved]");

let changed = false;
let lastAnswer = form.querySelector(".answer textarea");

function counted() {
  const lines = wordings.value.split("\n").filter((line) => line.trim());
  count.textContent = lines.length ? `现有 ${lines.length} 条` : "";
}

export function touched() {
  changed = true;
}

form.addEventListener("input", () => {
  touched();
  counted();
});
form.addEventListener("submit", () => {
  changed = false;
});
form.addEventListener("focusin", (event) => {
  if (event.target.matches(".answer textarea")) lastAnswer = event.target;
});
form.addEventListener("click", (event) => {
  const placeholder = event.target.closest("[data-insert]");
  if (placeholder) {
    lastAnswer.setRangeText(placeholder.dataset.insert, lastAnswer.selectionStart, lastAnswer.selectionEnd, "end");
    lastAnswer.focus();
    touched();
  }
  const out = event.target.closest("[data-out]");
  if (out) {
    const list = out.closest("[data-cites]");
    out.closest("li").remove();
    (list.querySelector("[data-out]") ?? list.parentElement.querySelector("[data-pick]")).focus();
    touched();
  }
});
form.addEventListener("draft:changed", touched);

// What is tried, submitted or published is what was saved.
for (const needs of document.querySelectorAll("[data-needs-saved]")) {
  needs.addEventListener("submit", (event) => {
    if (!changed) return;
    event.preventDefault();
    unsaved.hidden = false;
    document.getElementById("save").focus();
  });
}

addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (composed(event)) return;
  const save = (event.ctrlKey || event.metaKey) && event.code === "KeyS";
  const pressed = save ? "save" : event.altKey && { KeyT: "try", KeyS: "submit" }[event.code];
  const button = pressed && document.getElementById(pressed);
  if (!button) return;
  event.preventDefault();
  button.click();
});

counted();

// Every key of the look-up page; the line at its foot tells them. Nothing is heard that an input method is using.

import { mark, saveNote } from "./calls.js";
import { composed } from "./composing.js";
import { copyItem } from "./copying.js";
import * as results from "./results.js";
import { choose, empty, text, toBox } from "./seeking.js";

const MARKS = { F2: "answered", F4: "not_answered", F8: "passed_on", y: "answered", w: "not_answered", z: "passed_on" };
const box = document.getElementById("q");
const note = document.getElementById("note");
const recent = document.getElementById("recent");

function toRecent() {
  return recent.querySelector(".recent-item")?.focus();
}

function inBox(key) {
  if (key === "ArrowDown" && !text()) return toRecent();
  if (key === "ArrowDown" || key === "Enter") return results.enter();
  if (key === "Escape" && text()) return empty();
  return false;
}

function inNote(key) {
  if (key === "Enter") return saveNote();
  if (key === "Escape") return toBox();
  return false;
}

function inRecent(key) {
  const all = [...recent.querySelectorAll(".recent-item")];
  const place = all.indexOf(document.activeElement);
  if (key === "ArrowDown") return all[place + 1]?.focus();
  if (key === "ArrowUp") return place > 0 ? all[place - 1].focus() : toBox();
  return elsewhere(key);
}

function inResults(key) {
  if (key === "ArrowDown") return results.step(1);
  if (key === "ArrowUp") return results.step(-1) || toBox();
  if (key === "Enter" || key === " ") return results.toggle();
  return elsewhere(key);
}

function elsewhere(key) {
  if (key === "/" || key === "Escape") return toBox();
  if (key === "c") return copyItem();
  if (key === "b") return note.focus();
  if (key === "r") return toRecent();
  if (/^[0-9]$/.test(key)) return choose(Number(key));
  if (key in MARKS) return mark(MARKS[key]);
  return false;
}

function hear(key, target) {
  if (/^F\d/.test(key)) return key in MARKS && mark(MARKS[key]);
  if (target === box) return inBox(key);
  if (target === note) return inNote(key);
  if (target.closest(".recent-item")) return inRecent(key);
  if (results.current() === target) return inResults(key);
  if (target === document.body && key === "ArrowDown") return results.enter();
  return elsewhere(key);
}

document.addEventListener("keydown", (event) => {
  if (composed(event) || event.altKey || event.metaKey) return;
  if (event.ctrlKey) {
    if (event.key !== "Enter") return;
    copyItem();
    event.preventDefault();
    return;
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (hear(key, event.target) !== false) event.preventDefault();
});

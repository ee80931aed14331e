// Every key of the page for a caller; the line at its foot tells them. Nothing is heard that an input method is using.

import { composed } from "../lookup/composing.js";
import { choose, current, first, focus, following, step } from "./questions.js";
import { save } from "./saving.js";

const note = document.getElementById("note");

function hear(key, event) {
  const typing = event.target.matches("input[type=text]");
  if (key === "F9") return save();
  if (key === "Escape") return focus(current() ?? first());
  if (event.target === note) return key === "Enter" ? focus(first()) : false;
  if (key === "Enter" && event.target.matches("input")) return step(event.shiftKey ? -1 : 1) || note.focus();
  if (typing && (key === "ArrowDown" || key === "ArrowUp") && !event.target.list) return step(key === "ArrowDown" ? 1 : -1);
  if (typing) return false;
  if (/^[0-9]$/.test(key)) return choose(Number(key));
  if (key === "n") return focus(following());
  if (key === "b") return note.focus();
  return false;
}

document.addEventListener("keydown", (event) => {
  if (composed(event) || event.altKey || event.metaKey || event.ctrlKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (hear(key, event) !== false) event.preventDefault();
});

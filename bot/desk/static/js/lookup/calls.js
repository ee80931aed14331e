// Keeps look-ups and how calls ended. A look-up is kept when it is marked or copied from, or has stood a while:
// half-typed words are not worth a line. While a question is still growing it stays one line.

import { Failed, ask, piece } from "./fragment.js";
import { current } from "./results.js";
import { again, allPilots, pilot, text } from "./seeking.js";

const CODE = /^[\d\s-]+$/; // a code, or the beginning of one, is nobody's question
const READ = 3000; // milliseconds after which somebody has read what was found

const list = document.getElementById("recent");
const note = document.getElementById("note");
const buttons = [...document.querySelectorAll("[data-mark]")];
const trouble = document.getElementById("trouble");
const heard = document.getElementById("heard");

let kept = null; // { id, text, mark }: the line the words in the box belong to
let alarm = 0;
let queue = Promise.resolve(); // one after the other: the second must know the first's id

export const mark = (name) => save(name);
export const saveNote = () => save(kept?.mark ?? "");

function save(name) {
  clearTimeout(alarm);
  const words = text();
  if (!words) return;
  const sent = { q: words, pilot: pilot(), mark: name, note: note.value, matter: current()?.dataset.matter ?? "" };
  queue = queue.then(async () => {
    try {
      const body = await ask("/desk/mark", { ...sent, id: belongs(words) ? kept.id : "" }).body;
      const fresh = piece(body, "[data-recent]");
      kept = { id: fresh.dataset.saved, text: words, mark: name };
      list.replaceChildren(fresh);
      pressed(belongs(text()) ? name : "");
      trouble.hidden = true;
      if (name) heard.textContent = `已记为${buttons.find((it) => it.dataset.mark === name).firstChild.textContent}`;
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      trouble.textContent = `没有记上：${error.words}`;
      trouble.hidden = false;
    }
  });
}

// Words that only grew or shrank are the same call's; once it is marked, other words are the next call's.
function belongs(words) {
  if (!kept) return false;
  return words === kept.text || (!kept.mark && (words.startsWith(kept.text) || kept.text.startsWith(words)));
}

function pressed(name) {
  for (const button of buttons) {
    button.disabled = !text();
    button.setAttribute("aria-pressed", String(Boolean(name) && button.dataset.mark === name));
  }
}

document.addEventListener("desk:sought", () => {
  if (kept && !belongs(text())) {
    clearTimeout(alarm);
    note.value = "";
    if (kept.mark) allPilots();
    kept = null;
  }
  pressed(kept?.mark ?? "");
});

document.addEventListener("desk:shown", () => {
  clearTimeout(alarm);
  if (text() && !CODE.test(text()) && kept?.text !== text()) alarm = setTimeout(() => save(kept?.mark ?? ""), READ);
});

document.addEventListener("desk:copied", () => {
  if (kept?.text !== text()) save("");
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mark]");
  if (button) mark(button.dataset.mark);
  const before = event.target.closest("[data-again]");
  if (!before) return;
  again(before.dataset.again, before.dataset.pilot);
  kept = { id: before.dataset.id, text: text(), mark: before.dataset.was };
  pressed(kept.mark);
});

pressed("");

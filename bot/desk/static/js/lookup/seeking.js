// From the words in the box to what is shown. Only the answer to the latest words is ever shown: an older one that
// comes late is dropped, and its request ended.

import { Failed, ask, piece } from "./fragment.js";
import { settled } from "./composing.js";
import * as results from "./results.js";

const box = document.getElementById("q");
const form = document.getElementById("seek");
const seen = document.getElementById("seen");
const trouble = document.getElementById("trouble");
const nothingSeen = seen.querySelector(".seen-empty");

let asked = null; // what the latest request was about
let running = null;

export const text = () => box.value.trim();
export const pilot = () => new FormData(form).get("pilot");

export async function seek() {
  document.dispatchEvent(new CustomEvent("desk:sought"));
  const key = JSON.stringify([text(), pilot()]);
  if (key === asked) return;
  asked = key;
  running?.stop();
  if (!text()) return show(null);
  const mine = (running = ask("/desk/search", { q: text(), pilot: pilot() }));
  try {
    const body = await mine.body;
    if (mine === running) show(body);
  } catch (error) {
    if (mine !== running || !(error instanceof Failed)) return;
    asked = null;
    trouble.textContent = error.words;
    trouble.hidden = false;
  }
}

function show(body) {
  trouble.hidden = true;
  running = null;
  const found = body && piece(body, "[data-found]");
  const told = found?.querySelector("[data-seen]");
  const kept = seen.querySelector("[data-seen]");
  kept?.remove();
  nothingSeen.hidden = Boolean(told);
  if (told) {
    told.hidden = false;
    seen.append(told);
  }
  if (found) results.show(found);
  else results.clear();
  document.dispatchEvent(new CustomEvent("desk:shown"));
}

// The pilot at `place`, 0 for all; `allPilots` is for the next caller, who has not said which.
export function choose(place) {
  const button = form.querySelectorAll("[name=pilot]")[place];
  if (!button) return;
  button.checked = true;
  seek();
}

export function allPilots() {
  form.querySelector("[name=pilot]").checked = true;
}

export function again(words, pilotKey) {
  box.value = words;
  const button = form.querySelector(`[name=pilot][value="${CSS.escape(pilotKey)}"]`);
  if (button) button.checked = true;
  seek();
}

export function toBox() {
  box.focus();
  box.select();
}

export function empty() {
  box.value = "";
  allPilots();
  seek();
}

settled(box, seek);
form.addEventListener("change", (event) => {
  if (event.target.name === "pilot") seek();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  seek();
});

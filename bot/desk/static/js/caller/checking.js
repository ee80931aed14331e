// From what is written to the verdict beside it. Only the answer to the latest words is ever shown; the questions stay
// where they are, so that neither the cursor nor an input method is disturbed.

import { Failed, ask, piece } from "../lookup/fragment.js";
import { all } from "./questions.js";

export const form = document.getElementById("asks");
const verdicts = document.getElementById("verdicts");
const trouble = document.getElementById("trouble");

let asked = null;
let running = null;

export function written() {
  const fields = new URLSearchParams(new FormData(form));
  fields.delete("csrf");
  return fields;
}

export async function check() {
  const fields = written();
  fields.delete("note"); // a note changes no verdict
  const key = fields.toString();
  if (key === asked) return;
  asked = key;
  running?.stop();
  const mine = (running = ask("/desk/caller/check", fields));
  try {
    const body = await mine.body;
    if (mine === running) show(body);
  } catch (error) {
    if (mine !== running || !(error instanceof Failed)) return;
    asked = null;
    complain(error.words);
  }
}

export function complain(words) {
  trouble.textContent = words;
  trouble.hidden = !words;
}

function show(body) {
  complain("");
  const open = new Set([...verdicts.querySelectorAll("details[open]")].map(named));
  const shut = new Set([...verdicts.querySelectorAll("details:not([open])")].map(named));
  verdicts.replaceChildren(piece(body, "[data-verdicts]"));
  for (const one of verdicts.querySelectorAll("details")) {
    if (open.has(named(one))) one.open = true;
    if (shut.has(named(one))) one.open = false;
  }
  const one = form.elements.checked.value !== "all";
  for (const pilots of form.querySelectorAll(".ask-pilots")) pilots.hidden = one;
  for (const question of all()) stand(question, body.querySelector(`[data-about="${question.dataset.field}"]`));
  document.dispatchEvent(new CustomEvent("desk:checked"));
}

const named = (details) => `${details.closest(".told").querySelector("h2").textContent} ${details.className}`;

function stand(question, about) {
  const { standing, following, number } = about.dataset;
  Object.assign(question.dataset, { standing, following });
  question.hidden = standing === "elsewhere";
  question.querySelector(".ask-number").textContent = number;
  question.querySelector(".note").textContent = about.textContent;
  for (const input of question.querySelectorAll("input")) input.setAttribute("aria-invalid", String(standing === "wrong"));
}

// Keeps the precheck and shows its code, large enough to be read out. What is changed afterwards is another precheck:
// the code shown belongs to what was saved, so it goes.

import { Failed, ask, piece } from "../lookup/fragment.js";
import { complain, written } from "./checking.js";

const button = document.getElementById("save");
const saved = document.getElementById("saved");

let kept = null;

export async function save() {
  const fields = written();
  if (button.disabled || fields.toString() === kept) return;
  button.disabled = true;
  try {
    const body = await ask("/desk/caller/save", fields).body;
    const told = piece(body, "[data-saved]");
    saved.replaceChildren(told);
    kept = told.querySelector(".saved-code") ? fields.toString() : null;
    complain("");
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    complain(`没有保存上：${error.words}`);
  } finally {
    button.disabled = false;
  }
}

document.addEventListener("desk:checked", () => {
  if (kept !== null && written().toString() !== kept) {
    saved.replaceChildren();
    kept = null;
  }
});

button.addEventListener("click", (event) => {
  event.preventDefault();
  save();
});

// Copies plain text: by the key of the system where nothing is selected, by C, by a button. All go through the
// browser's own `copy` event, which also works where the page is not served over https.

import { current, first } from "./results.js";

let wanted = null;
const heard = document.getElementById("heard");

const selecting = () => {
  const field = document.activeElement;
  const inField = field?.matches?.("input") && field.selectionStart !== field.selectionEnd;
  return inField || getSelection().isCollapsed === false;
};

const due = () => wanted ?? (selecting() ? null : (current() ?? first())?.dataset.plain ?? null);

document.addEventListener("beforecopy", (event) => {
  if (due() !== null) event.preventDefault(); // Chromium: there is something to copy though nothing is selected
});

document.addEventListener("copy", (event) => {
  const plain = due();
  if (plain === null) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", plain);
  heard.textContent = "已复制";
  document.dispatchEvent(new CustomEvent("desk:copied"));
});

export function copy(plain, flashed) {
  wanted = plain;
  const done = document.execCommand("copy");
  wanted = null;
  if (!done || !flashed) return;
  flashed.classList.add("copied");
  setTimeout(() => flashed.classList.remove("copied"), 1200);
}

export function copyItem(item = current() ?? first()) {
  if (item?.dataset.plain) copy(item.dataset.plain, item.querySelector("[data-copy-item]"));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-copy-item]");
  if (button?.dataset.copy) copy(button.dataset.copy, button);
  else if (button) copyItem(button.closest(".item"));
});

// What is copied from the look-up page: by the key of the system where nothing is selected, by C, by a button.

import { copy, put } from "../clipboard.js";
import { current, first } from "./results.js";

const heard = document.getElementById("heard");

const selecting = () => {
  const field = document.activeElement;
  const inField = field?.matches?.("input") && field.selectionStart !== field.selectionEnd;
  return inField || getSelection().isCollapsed === false;
};

const due = () => (selecting() ? null : (current() ?? first())?.dataset.plain ?? null);

document.addEventListener("beforecopy", (event) => {
  if (due() !== null) event.preventDefault();
});

document.addEventListener("copy", (event) => {
  if (!event.defaultPrevented && due() !== null) put(event, due());
});

document.addEventListener("desk:copied", () => {
  heard.textContent = "已复制";
});

export function copyItem(item = current() ?? first()) {
  if (item?.dataset.plain) copy(item.dataset.plain, item.querySelector("[data-copy-item]"));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-copy-item]");
  if (button?.dataset.copy) copy(button.dataset.copy, button);
  else if (button) copyItem(button.closest(".item"));
});

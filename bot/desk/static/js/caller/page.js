// Joins the parts of the page for a caller.

import { copy } from "../clipboard.js";
import { settled } from "../lookup/composing.js";
import { check, form } from "./checking.js";
import "./keys.js";
import { first, focus } from "./questions.js";
import "./saving.js";

settled(form, check);
form.addEventListener("change", check);
form.addEventListener("submit", (event) => event.preventDefault());

document.addEventListener("click", (event) => {
  const fill = event.target.closest("[data-fill]");
  if (fill) {
    const box = fill.parentElement.querySelector("input");
    box.value = box.value === fill.dataset.fill ? "" : fill.dataset.fill;
    box.focus();
    check();
  }
  const copied = event.target.closest("[data-copy]");
  if (copied) copy(copied.dataset.copy, copied);
});

// What the browser kept in the form over a reload counts again.
focus(first());
check();

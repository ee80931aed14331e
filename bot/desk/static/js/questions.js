// What people ask, by keys: arrows from group to group or from wording to wording, digits for the order, N and P for the
// pages; on a group's page D to draft, Esc back. Enter on a link and space on a box are the browser's own.

const rows = [...document.querySelectorAll(".questions-text a, [data-row]")];

function step(by) {
  const place = rows.indexOf(document.activeElement) + by;
  rows[Math.max(0, place)]?.focus();
  return rows.length > 0;
}

function go(selector) {
  const link = document.querySelector(selector);
  link?.click();
  return link !== null;
}

function hear(key) {
  if (key === "ArrowDown") return step(1);
  if (key === "ArrowUp") return step(-1);
  if (key === "n") return go(".questions-pages [rel=next]");
  if (key === "p") return go(".questions-pages [rel=prev]");
  if (key === "d") return go("[data-draft]");
  if (key === "Escape") return go("[data-back]");
  return /^[1-4]$/.test(key) && go(`[data-order="${key}"]`);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  if (hear(event.key.length === 1 ? event.key.toLowerCase() : event.key)) event.preventDefault();
});

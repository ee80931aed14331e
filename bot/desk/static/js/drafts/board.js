// The list by keys: arrows from entry to entry, N for a new one. Enter is the browser's own: they are links.

const links = [...document.querySelectorAll(".entry-link")];

function step(by) {
  const at = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  return links.length > 0;
}

function hear(key) {
  if (key === "ArrowDown") return step(1);
  if (key === "ArrowUp") return step(-1);
  if (key === "n") return document.querySelector("[data-new]")?.click() ?? true;
  return false;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.closest("input, select, textarea")) return;
  if (hear(event.key.length === 1 ? event.key.toLowerCase() : event.key)) event.preventDefault();
});

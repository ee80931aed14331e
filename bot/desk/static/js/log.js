// The question log by keys: / to the words sought, arrows from line to line, N to older ones. Enter on a line is the
// browser's own: it is a link.

const box = document.getElementById("q");
const lines = [...document.querySelectorAll(".log-text a")];

const at = () => lines.indexOf(document.activeElement);

function step(by) {
  const place = Math.max(0, at() + by);
  if (!lines[place]) return false;
  if (at() === 0 && by < 0) box.focus();
  else lines[place].focus();
  return true;
}

function toBox() {
  box.focus();
  box.select();
  return true;
}

function hear(key) {
  if (key === "ArrowDown") return step(1);
  if (key === "ArrowUp") return at() >= 0 && step(-1);
  if (key === "/") return toBox();
  if (key === "n") return document.querySelector(".log-pages [rel=next]")?.click() ?? true;
  return false;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey) return;
  const field = event.target.closest("input, select, textarea");
  const leaves = field === box && event.key === "ArrowDown";
  if (field && !leaves) return;
  if (hear(event.key.length === 1 ? event.key.toLowerCase() : event.key)) event.preventDefault();
});

// Puts plain text on the clipboard through the browser's own `copy` event, which also works where the page is not
// served over https.

let wanted = null;

document.addEventListener("beforecopy", (event) => {
  if (wanted !== null) event.preventDefault(); // Chromium: there is something to copy though nothing is selected
});

document.addEventListener("copy", (event) => {
  if (wanted !== null) put(event, wanted);
});

export function put(event, plain) {
  event.preventDefault();
  event.clipboardData.setData("text/plain", plain);
  document.dispatchEvent(new CustomEvent("desk:copied"));
}

export function copy(plain, flashed) {
  wanted = plain;
  const done = document.execCommand("copy");
  wanted = null;
  if (!done || !flashed) return;
  flashed.classList.add("copied");
  setTimeout(() => flashed.classList.remove("copied"), 1200);
}

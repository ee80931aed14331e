// Alt and a digit lead to a page of the bar, from wherever the cursor is, as each page shows beside its name.

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  const digit = /^Digit([0-9])$/.exec(event.code);
  const place = digit && document.querySelector(`[data-go="${digit[1]}"]`);
  if (!place) return;
  event.preventDefault();
  place.click();
});

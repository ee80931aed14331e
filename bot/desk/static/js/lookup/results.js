// The results as a list one walks with the arrows. Where one stands is simply where the focus is.

const area = document.getElementById("results");

const items = () => [...area.querySelectorAll(".item")];

export const current = () => document.activeElement?.closest?.(".item") ?? null;

export const first = () => area.querySelector(".item");

export function show(found) {
  const place = items().indexOf(current());
  area.replaceChildren(found);
  area.scrollTop = 0;
  if (place >= 0) enter(place);
}

export function clear() {
  area.replaceChildren();
}

// Stands on the item at `place`, or the last; false where there is none.
export function enter(place = 0) {
  const all = items();
  const item = all[Math.min(place, all.length - 1)];
  item?.focus();
  item?.scrollIntoView({ block: "nearest" });
  return Boolean(item);
}

// One further or one back; false at the upper end, where the box is next.
export function step(by) {
  const place = items().indexOf(current()) + by;
  return place >= 0 && enter(place);
}

// Shows or hides what stands around a clause, or the answer of a near question; opens what a code leads to.
export function toggle(item = current()) {
  const form = item?.querySelector("form");
  if (form) return form.requestSubmit();
  const parts = item ? [...item.querySelectorAll(".more")] : [];
  const open = parts.some((part) => part.hidden);
  for (const part of parts) part.hidden = !open;
  item?.classList.toggle("open", open && parts.length > 0);
  item?.scrollIntoView({ block: "nearest" });
}

area.addEventListener("click", (event) => {
  const item = event.target.closest(".item");
  const chosen = getSelection().isCollapsed === false;
  if (item && !chosen && !event.target.closest("a, button")) toggle(item);
});

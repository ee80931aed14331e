// The questions as a list one walks through. Where one stands is simply where the focus is.

const PASSED = new Set(["derived", "unasked", "idle", "elsewhere"]);
const area = document.getElementById("questions");

export const all = () => [...area.querySelectorAll("[data-field]")];

export const current = () => document.activeElement?.closest?.("[data-field]") ?? null;

export const following = () => area.querySelector('[data-following="yes"]');

export const first = () => following() ?? all().find((one) => !one.hidden);

// Stands on a question: on its chosen answer, or its first, or in its box. False where there is none.
export function focus(question) {
  const target = question?.querySelector("input:checked, input[type=text]") ?? question?.querySelector("input");
  target?.focus();
  question?.scrollIntoView({ block: "nearest" });
  return Boolean(target);
}

// The next question that is worth asking, or the one before; false at either end.
export function step(by) {
  const every = all();
  let place = every.indexOf(current()) + by;
  while (every[place] && (every[place].hidden || PASSED.has(every[place].dataset.standing))) place += by;
  return focus(every[place]);
}

// Presses the answer with the number `digit`, 0 for none; false where the question has no such answer.
export function choose(digit, question = current()) {
  const picks = [...(question?.querySelectorAll("input[type=radio]") ?? [])];
  const pick = digit === 0 ? picks.at(-1) : picks.slice(0, -1)[digit - 1];
  if (!pick) return false;
  pick.checked = true;
  pick.focus();
  pick.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

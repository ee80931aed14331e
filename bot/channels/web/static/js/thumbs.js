// Under an answer: whether it was of use. The word is kept with the answer, so a reload shows it; pressing it again
// takes it back.

import { Dropped, Refused, thumb } from "./api.js";
import { button, make } from "./dom.js";

export function thumbs(state) {
  if (!state) return null;
  let said = state.up;
  let underWay = false;
  const word = make("span", { class: "thumbs-word", role: "status" });
  const ups = [[true, "有用"], [false, "没用"]].map(([up, name]) => {
    const one = button(`thumb thumb-${up ? "up" : "down"}`, name);
    one.addEventListener("click", () => give(said === up ? null : up));
    return [up, one];
  });

  function show() {
    for (const [up, one] of ups) one.setAttribute("aria-pressed", String(said === up));
  }

  // Shown at once; put back where the server does not get it.
  async function give(up) {
    if (underWay) return; // two words on the way could arrive in the other order
    underWay = true;
    const before = said;
    said = up;
    show();
    try {
      await thumb(state.turn, up);
      word.textContent = up === null ? "已收回" : "已记下，谢谢";
    } catch (problem) {
      if (!(problem instanceof Dropped) && !(problem instanceof Refused)) throw problem;
      said = before;
      show();
      word.textContent = problem instanceof Refused ? problem.message : "没有送到，请稍后再点";
    } finally {
      underWay = false;
    }
  }

  show();
  return make("div", { class: "thumbs", role: "group", "aria-label": "这个回答有用吗" }, ups.map(([, one]) => one), word);
}

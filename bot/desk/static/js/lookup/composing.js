// A field whose text counts only when it is settled: after a short pause, and never while an input method composes,
// when the field holds half-typed pinyin that nobody means.

const PAUSE = 40; // milliseconds between the last key and the question; a fast typist's keys are 80 apart

export function settled(field, told) {
  let composing = false;
  let alarm = 0;
  const soon = () => {
    clearTimeout(alarm);
    if (!composing) alarm = setTimeout(told, PAUSE);
  };
  field.addEventListener("compositionstart", () => {
    composing = true;
    clearTimeout(alarm);
  });
  field.addEventListener("compositionend", () => {
    composing = false;
    soon();
  });
  field.addEventListener("input", soon);
}

// A key that belongs to the input method: Enter there takes a candidate, the arrows walk among them.
export const composed = (event) => event.isComposing || event.keyCode === 229;

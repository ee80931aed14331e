// A field whose text counts only when it is settled: never while an input method composes, when the field holds
// half-typed pinyin that nobody means, and no more often than every PAUSE, when a key is held down.

const PAUSE = 60; // milliseconds; a fast typist's keys are 80 apart, so that nobody who types waits for it

export function settled(field, told) {
  let composing = false;
  let alarm = 0;
  let last = -PAUSE;
  const soon = () => {
    clearTimeout(alarm);
    if (composing) return;
    alarm = setTimeout(
      () => {
        last = performance.now();
        told();
      },
      Math.max(0, last + PAUSE - performance.now()),
    );
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

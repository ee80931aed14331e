// The input: grows with its text, keeps a draft over a reload, and sends on Enter, but never in the middle of an
// input method's composition, where Enter picks a word.

const DRAFT = "shenbao.draft";
const STILL_COMPOSING = 229; // the key code browsers give while an input method holds the key; Safari gives only this

export class Composer {
  constructor(form, send) {
    this.field = form.elements.text;
    this.button = form.querySelector(".send");
    this.field.value ||= read();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.field.value.trim();
      if (!text) return;
      this.set("");
      send(text);
    });
    this.field.addEventListener("keydown", (event) => {
      const picking = event.isComposing || event.keyCode === STILL_COMPOSING;
      if (event.key !== "Enter" || event.shiftKey || picking) return;
      event.preventDefault();
      form.requestSubmit();
    });
    this.field.addEventListener("input", () => this.#changed());
    this.#changed();
  }

  set(text) {
    this.field.value = text;
    this.#changed();
  }

  focus() {
    this.field.focus();
  }

  #changed() {
    this.button.disabled = !this.field.value.trim();
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
    keep(this.field.value);
  }
}

function read() {
  try {
    return localStorage.getItem(DRAFT) ?? "";
  } catch {
    return "";
  }
}

function keep(text) {
  try {
    localStorage.setItem(DRAFT, text);
  } catch {
    // Forbidden storage costs the draft, nothing else.
  }
}

// What was said and has no answer yet. It lives in localStorage: a reload or a dead battery loses nothing, and the
// message goes out again under the same id, so that the server can tell a repeat from a new message.

const KEY = "shenbao.outbox";

export class Outbox {
  constructor(storage) {
    this.storage = storage;
    this.messages = this.#read();
  }

  add(text) {
    const message = { id: newId(), text, at: new Date().toISOString() };
    this.messages.push(message);
    this.#write();
    return message;
  }

  remove(id) {
    this.messages = this.messages.filter((message) => message.id !== id);
    this.#write();
  }

  #read() {
    try {
      const kept = JSON.parse(this.storage.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept.filter((message) => message?.id && message?.text) : [];
    } catch {
      return [];
    }
  }

  #write() {
    try {
      this.storage.setItem(KEY, JSON.stringify(this.messages));
    } catch {
      // Storage full or forbidden: the talk goes on, only a reload would lose what is under way.
    }
  }
}

// crypto.randomUUID exists only on https; a demonstration on a local address must work too.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

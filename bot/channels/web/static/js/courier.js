// Carries messages to the server one after the other: in a dialog the order matters. A dropped connection is tried
// again, later and later; a refusal is final.

import { Dropped, Refused, turn } from "./api.js";

const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds
const SERVER_FAILURES = 4; // a message the server itself fails on so often must not hold up those behind it

export class Courier {
  // `events`: sending(message), answered(message, turn), waiting(message), refused(message, words)
  constructor(outbox, events) {
    this.outbox = outbox;
    this.events = events;
    this.ready = false; // not before the talk so far is on screen: a turn taken meanwhile would be missing from it
    this.busy = false;
    this.failures = 0;
    this.alarm = 0;
    window.addEventListener("online", () => this.carry());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.failures) this.carry();
    });
  }

  async carry() {
    if (this.busy || !this.ready) return;
    this.busy = true;
    clearTimeout(this.alarm);
    try {
      while (this.outbox.messages.length && (await this.#deliver(this.outbox.messages[0])));
    } finally {
      this.busy = false;
    }
  }

  async #deliver(message) {
    this.events.sending(message);
    try {
      const answer = await turn(message.text, message.id);
      this.failures = 0;
      this.outbox.remove(message.id);
      this.events.answered(message, answer);
      return true;
    } catch (problem) {
      const hopeless = problem instanceof Dropped && problem.words && this.failures >= SERVER_FAILURES;
      if (problem instanceof Refused || hopeless) {
        this.failures = 0;
        this.outbox.remove(message.id);
        this.events.refused(message, problem.message);
        return true;
      }
      if (!(problem instanceof Dropped)) throw problem;
      const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
      this.failures += 1;
      this.events.waiting(message);
      this.alarm = setTimeout(() => this.carry(), pause * 1000);
      return false;
    }
  }
}

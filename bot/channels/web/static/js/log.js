// The log on screen: adds messages, keeps the latest in view, and says how one's own message fares.

import { retire } from "./choices.js";
import { fate, mine, theirs, timeMark, typing } from "./messages.js";

const SILENCE = 5 * 60_000; // milliseconds after which the time is shown again
const SETTLED = 150; // milliseconds without scrolling after which a smooth scroll has arrived
const BEFORE_DOTS = 350; // milliseconds; most replies are there sooner and need no dots

export class Log {
  constructor(element, scroller) {
    this.element = element;
    this.scroller = scroller;
    this.phones = element.dataset.phones.split(" ");
    this.greeting = element.firstElementChild;
    this.own = new Map(); // message id -> its element
    this.last = 0;
    this.dots = null;
    this.alarm = 0;
    this.atEnd = true;
    this.#stayAtEnd();
  }

  // Turns from before, then what still waits to be sent: put in silently, so that a screen reader does not read the
  // whole talk again.
  restart(turns, waiting) {
    this.element.setAttribute("aria-live", "off");
    this.element.replaceChildren(this.greeting);
    this.own.clear();
    this.last = 0;
    for (const turn of turns) {
      this.say({ id: turn.message_id, text: turn.text, at: turn.at }, false);
      this.reply(turn.message_id, turn.replies, false);
    }
    for (const message of waiting) this.say(message, false);
    if (turns.length) this.#lookAt(this.own.get(turns.at(-1).message_id));
    requestAnimationFrame(() => this.element.setAttribute("aria-live", "polite"));
  }

  say(message, isNew = true) {
    retire(this.element, message.text);
    const at = new Date(message.at);
    if (at - this.last > SILENCE) this.element.append(timeMark(at));
    this.last = at;
    const element = mine(message);
    element.classList.toggle("new", isNew);
    this.own.set(message.id, element);
    this.element.append(element);
    this.#lookAt(element);
  }

  reply(id, replies, isNew = true) {
    this.quiet(id);
    const elements = replies.map((reply) => theirs(reply, this.phones));
    for (const element of elements) element.classList.toggle("new", isNew);
    // Who writes faster than we answer still finds each answer under its question.
    const own = this.own.get(id);
    own.after(...elements);
    // Only the last turn may be tapped; `say` has seen to those before.
    if (own !== [...this.own.values()].at(-1)) retire(this.element);
    if (isNew) this.#lookAt(own);
    return elements;
  }

  waitForReply(id) {
    clearTimeout(this.alarm);
    this.alarm = setTimeout(() => {
      this.dots ??= typing();
      this.own.get(id)?.after(this.dots);
      this.#lookAt(this.dots);
    }, BEFORE_DOTS);
  }

  quiet(id) {
    clearTimeout(this.alarm);
    this.dots?.remove();
    this.own.get(id)?.querySelector(".fate")?.remove();
  }

  mark(id, kind, words) {
    this.quiet(id);
    this.own.get(id)?.querySelector(".message-body").append(fate(kind, words));
  }

  // Who reads the end goes on reading the end when a keyboard slides in or the text grows.
  #stayAtEnd() {
    const { scroller } = this;
    const keep = () => {
      if (this.atEnd) scroller.scrollTop = scroller.scrollHeight;
    };
    let settling = 0;
    scroller.addEventListener("scroll", () => {
      clearTimeout(settling);
      settling = setTimeout(() => {
        this.atEnd = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop < 8;
      }, SETTLED);
    }, { passive: true });
    new ResizeObserver(keep).observe(scroller);
    document.addEventListener("textsize", keep);
  }

  // To the end, unless the person's last words would leave the screen: a long reply is read from its start.
  #lookAt(element) {
    if (!element) return;
    const end = this.scroller.scrollHeight - this.scroller.clientHeight;
    const top = element.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top;
    const aim = this.scroller.scrollTop + top - 12;
    this.atEnd = aim >= end;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches || !element.classList.contains("new");
    this.scroller.scrollTo({
      top: Math.min(end, aim),
      behavior: calm ? "instant" : "smooth",
    });
  }
}

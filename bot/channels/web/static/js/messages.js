// One message as it stands in the log: the person's own, or a reply of the bot.

import { card } from "./card.js";
import { choices } from "./choices.js";
import { citations } from "./citations.js";
import { button, make } from "./dom.js";
import { linked } from "./links.js";
import { thumbs } from "./thumbs.js";

export function mine(message) {
  return frame("me", "我说", make("div", { class: "bubble" }, make("p", { class: "said" }, message.text)));
}

export function theirs(reply, phones) {
  const words = linked(reply.bubble, phones);
  const bubble = make("div", { class: "bubble" },
    progress(reply.progress),
    make("p", { class: "said" }, words),
    reply.cards.length ? null : citations(reply.citations));
  const shown = words.length ? bubble : null;
  const cards = reply.cards.map((one) => card(one, reply.cards.length > 1));
  // A ranking is announced by its words; after a single verdict they ask how to go on.
  const parts = cards.length > 1
    ? [shown, ...cards, make("p", { class: "card-small" }, reply.cards[0].basis)]
    : [...cards, shown];
  const code = reply.code ? make("p", { class: "phone-code" }, reply.code) : null;
  return frame("bot", "申报助手说", ...parts, code, thumbs(reply.thumb), ...choices(reply));
}

export function typing() {
  const dots = make("div", { class: "bubble typing", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
  return frame("bot", "申报助手正在输入", dots);
}

export function timeMark(at, now = new Date()) {
  const day = at.toDateString() === now.toDateString() ? "" : `${at.getMonth() + 1}月${at.getDate()}日 `;
  const year = at.getFullYear() === now.getFullYear() ? "" : `${at.getFullYear()}年`;
  const minutes = String(at.getMinutes()).padStart(2, "0");
  return make("time", { class: "time", datetime: at.toISOString() }, `${year}${day}${at.getHours()}:${minutes}`);
}

// Under a message of one's own: `waiting` for the connection, or `refused` with the reason and the text given back.
export function fate(kind, words = "") {
  if (kind === "waiting") {
    return make("div", { class: "fate" }, make("span", {}, "还没有送达，会自动重发"), button("", "现在重发", { "data-retry": true }));
  }
  return make("div", { class: "fate failed" }, make("span", {}, words), button("", "重新编辑", { "data-edit": true }));
}

function frame(who, label, ...parts) {
  return make("article", { class: `message from-${who}`, "aria-label": label, tabindex: "-1" },
    make("span", { class: `avatar avatar-${who}`, "aria-hidden": "true" }),
    make("div", { class: "message-body" }, ...parts.filter(Boolean)));
}

function progress(state) {
  if (!state) return null;
  const words = state.remaining > 0 ? `第 ${state.number} 题，约还有 ${state.remaining} 题` : `第 ${state.number} 题，最后一题`;
  return make("div", { class: "progress" }, words,
    make("progress", { max: state.number + state.remaining, value: state.number, "aria-hidden": "true" }));
}

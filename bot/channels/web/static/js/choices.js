// What can be tapped under the latest reply. Older ones stay to be read but can no longer be tapped: an answer to an
// earlier question would be taken for an answer to the present one.

import { button, make } from "./dom.js";

const COMMANDS = ["为什么问", "上一步", "退出"];

export function choices(reply) {
  const parts = [];
  if (reply.choices.length) {
    parts.push(make("div", { class: "choices", role: "group", "aria-label": "可选的回答" },
      reply.choices.map((choice, index) => chip(choice, index + 1))));
  }
  if (reply.day) parts.push(dayChoice(reply.day));
  if (reply.asks) {
    parts.push(make("div", { class: "commands", role: "group", "aria-label": "对这个问题" },
      COMMANDS.map((command) => button("command", command, { "data-says": command }))));
  }
  return parts;
}

function chip(text, number) {
  return button("choice", [make("span", { class: "choice-number" }, String(number)), make("span", {}, text)],
    { "data-says": text });
}

function dayChoice({ until }) {
  const input = make("input", { type: "date", "aria-label": "选择日期", max: until });
  const send = button("choice", "填这一天", { disabled: true });
  input.addEventListener("input", () => {
    const [year, month, day] = input.value.split("-").map(Number);
    send.disabled = !day || !input.validity.valid;
    send.dataset.says = send.disabled ? "" : `${year}年${month}月${day}日`;
  });
  return make("div", { class: "choices choice-day" }, make("span", { class: "choice" }, input), send);
}

export function retire(log, said) {
  for (const part of log.querySelectorAll(".commands, .choice-day")) part.remove();
  for (const group of log.querySelectorAll(".choices:not(.retired)")) {
    group.classList.add("retired");
    for (const one of group.querySelectorAll(".choice")) {
      one.classList.toggle("chosen", one.dataset.says === said);
      one.disabled = true;
    }
  }
}

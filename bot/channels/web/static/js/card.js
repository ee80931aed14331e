// The verdict in the talk: what it says, why, and what follows; the rest folds away. The whole is on its own page.

import { citations } from "./citations.js";
import { make } from "./dom.js";

// `brief`: one of several, so that all of them can be seen at a glance.
export function card(verdict, brief) {
  const reasons = verdict.reasons.map(reason);
  const folds = [
    fold("怎样会改变结果", verdict.would_change, change),
    fold("逐项对照", verdict.criteria, line),
    fold("评审事项，本预检不判断", verdict.not_judged, open),
    brief ? null : fold("依据的回答", verdict.answers, answer),
  ];
  return make("section", { class: `card result-${verdict.result}`, "aria-label": `${verdict.programme}：${verdict.result_text}` },
    make("header", { class: "card-head" },
      make("p", { class: "card-programme" }, brief ? verdict.programme : `${verdict.programme} · 预检结论`),
      make("p", { class: "card-result" },
        make("span", { class: `sign sign-${verdict.result}`, "aria-hidden": "true" }), verdict.result_text),
      brief ? null : make("p", { class: "card-window" }, verdict.window_text)),
    reasons.length ? make("ul", { class: "card-reasons" }, reasons) : null,
    ...folds,
    make("footer", { class: "card-foot" },
      verdict.page ? make("a", { class: brief ? "card-more" : "card-open", href: verdict.page }, "完整结论与打印") : null,
      brief ? null : make("p", { class: "card-small" }, verdict.basis)));
}

function fold(title, rows, show) {
  if (!rows.length) return null;
  return make("details", { class: "card-fold" },
    make("summary", {}, `${title}（${rows.length}）`),
    make("ul", { class: "card-fold-body" }, rows.map((row) => make("li", { class: "card-line" }, show(row)))));
}

function source({ anchor }, words) {
  if (!words) return null;
  return make("p", { class: "card-source" }, anchor ? make("a", { href: `/notice#${anchor}` }, words) : words);
}

const note = (text) => (text ? make("p", { class: "card-advice" }, text) : null);

function reason(row) {
  return make("li", { class: `card-reason status-${row.status} ${row.kind}` },
    make("p", { class: "card-reason-title" }, make("b", { class: "status pill" }, row.status_text), row.title),
    note(row.advice), row.anchor ? citations([row]) : make("blockquote", { class: "card-quote" }, row.quote));
}

function line(row) {
  return [
    make("div", { class: `card-line-head status-${row.status} ${row.kind}` },
      make("span", {}, row.title), make("b", { class: "status" }, row.status_text)),
    source(row, row.clause),
  ];
}

function change(row) {
  return [make("p", {}, `${row.fact}改为「${row.to}」→ `, make("b", {}, row.result_text))];
}

function open(row) {
  return [make("p", {}, row.title), note(row.hint), source(row, row.clause)];
}

function answer(row) {
  return [make("div", { class: "card-line-head" }, make("span", {}, row.fact), make("b", {}, row.value))];
}

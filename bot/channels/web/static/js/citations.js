// The clauses behind a reply. Closed, each is one line; opened, it fetches the clause and marks the quoted words.

import { clause } from "./api.js";
import { make } from "./dom.js";
import { marked } from "./quotes.js";

const fetched = new Map(); // clause id -> promise of the clause

export function citations(cited) {
  if (!cited.length) return null;
  const byClause = new Map();
  for (const one of cited) byClause.set(one.anchor, [...(byClause.get(one.anchor) ?? []), one]);
  return make("div", { class: "citations" }, [...byClause.values()].map(citation));
}

function citation(group) {
  const { anchor, path } = group[0];
  const quotes = group.map((one) => one.quote);
  const context = make("div", { class: "clause-context" });
  const fold = make("details", { class: "citation" },
    make("summary", {}, make("span", {}, make("span", { class: "unseen" }, "依据："), path)), context);
  fold.addEventListener("toggle", () => {
    if (fold.open && !context.dataset.whole) unfold(context, anchor, quotes);
  });
  show(context, { text: quotes.join("\n"), above: [], page: `/notice#${anchor}` }, quotes);
  return fold;
}

async function unfold(context, anchor, quotes) {
  try {
    if (!fetched.has(anchor)) fetched.set(anchor, clause(anchor));
    show(context, await fetched.get(anchor), quotes);
    context.dataset.whole = "yes";
  } catch {
    fetched.delete(anchor); // offline: the quote alone stays, and opening it again tries again
  }
}

function show(context, { text, above, page }, quotes) {
  context.replaceChildren(
    ...above.map((heading) => make("p", { class: "clause-above" }, heading.split("\n")[0])),
    make("p", { class: "clause-text" }, marked(text, quotes)),
    make("a", { class: "clause-more", href: page }, "在通知全文中查看"),
  );
}

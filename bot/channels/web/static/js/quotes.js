// Finds quotes in a clause, white space aside, and gives the clause's text with those stretches marked.

import { make } from "./dom.js";

export function marked(text, quotes) {
  const inside = new Array(text.length).fill(false);
  const places = [];
  let squeezed = "";
  for (let index = 0; index < text.length; index += 1) {
    if (/\s/.test(text[index])) continue;
    places.push(index);
    squeezed += text[index];
  }
  for (const quote of quotes) {
    const wanted = quote.replace(/\s/g, "");
    const start = wanted ? squeezed.indexOf(wanted) : -1;
    if (start >= 0) inside.fill(true, places[start], places[start + wanted.length - 1] + 1);
  }
  return stretches(text, inside);
}

function stretches(text, inside) {
  const nodes = [];
  let start = 0;
  for (let index = 1; index <= text.length; index += 1) {
    if (index < text.length && inside[index] === inside[start]) continue;
    const piece = text.slice(start, index);
    nodes.push(inside[start] ? make("mark", {}, piece) : piece);
    start = index;
  }
  return nodes;
}

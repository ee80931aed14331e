// Telephone numbers of the office and mail addresses inside a reply become links; nothing else ever does.

const MAIL = /[a-z0-9._-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi;

export function linked(text, phones) {
  const numbers = phones.filter((phone) => /^[0-9-]{5,15}$/.test(phone));
  const pattern = numbers.length ? new RegExp(`${MAIL.source}|${numbers.join("|")}`, "gi") : MAIL;
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(pattern)) {
    parts.push(text.slice(end, found.index), link(found[0]));
    end = found.index + found[0].length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== "");
}

function link(text) {
  const anchor = document.createElement("a");
  anchor.href = `${text.includes("@") ? "mailto" : "tel"}:${text}`;
  // A long address may break after its @, and only there.
  const [name, host] = text.split("@");
  anchor.append(name, ...(host ? ["@", document.createElement("wbr"), host] : []));
  return anchor;
}

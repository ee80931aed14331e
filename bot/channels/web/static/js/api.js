// Speaks to the server. Three ways a request can end: an answer, a refusal with words, or a dropped connection.

const PATIENCE = 15_000; // milliseconds; the server answers in well under one second

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// `words` are the server's own, where it was reached and failed.
export class Dropped extends Error {
  constructor(words = "") {
    super(words || "dropped");
    this.words = words;
  }
}

async function ask(path, options = {}) {
  const watch = new AbortController();
  const alarm = setTimeout(() => watch.abort(), PATIENCE);
  let response;
  let body = null;
  try {
    response = await fetch(path, { credentials: "same-origin", signal: watch.signal, ...options });
    body = await response.json().catch(() => null);
  } catch {
    throw new Dropped();
  } finally {
    clearTimeout(alarm);
  }
  if (response.ok && body) return body;
  // A gateway's error page is no word of ours, and a server in trouble may recover: both are asked again.
  if (!body?.error || response.status >= 500 || response.status === 429) throw new Dropped(body?.error?.message);
  throw new Refused(response.status, body.error.message);
}

export const history = () => ask("/api/history");

export const clause = (id) => ask(`/api/clauses/${encodeURIComponent(id)}`);

export const turn = (text, messageId) => send("/api/turn", { text, message_id: messageId });

export const thumb = (turnId, up) => send("/api/thumb", { turn: turnId, up });

function send(path, body) {
  return ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

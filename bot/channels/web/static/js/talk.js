// The talk: joins the input, the log, the outbox and the courier.

import { Dropped, history } from "./api.js";
import { Composer } from "./composer.js";
import { Courier } from "./courier.js";
import { Log } from "./log.js";
import { openMenu } from "./menu.js";
import { Outbox } from "./outbox.js";

const status = document.getElementById("status");
const log = new Log(document.getElementById("log"), document.getElementById("scroll"));
const outbox = new Outbox(window.localStorage);
const composer = new Composer(document.getElementById("composer"), say);
let again = 0; // when the talk so far is asked for once more
let byKeyboard = false; // whether the last choice was made with the keyboard, which then needs a new place

const courier = new Courier(outbox, {
  sending(message) {
    log.quiet(message.id);
    log.waitForReply(message.id);
    status.textContent = "对方正在输入…";
  },
  answered(message, turn) {
    idle();
    const replies = log.reply(message.id, turn.replies);
    if (turn.outcome === "error") log.mark(message.id, "refused", "这条没有处理成功");
    if (byKeyboard) replies[0]?.focus({ preventScroll: true });
    byKeyboard = false;
  },
  waiting(message) {
    idle();
    log.mark(message.id, "waiting");
  },
  refused(message, words) {
    idle();
    log.mark(message.id, "refused", words);
  },
});

function idle() {
  status.textContent = status.dataset.idle;
}

function say(text) {
  log.say(outbox.add(text));
  courier.carry();
}

document.addEventListener("click", (event) => {
  const tapped = event.target.closest("button");
  if (!tapped || tapped.disabled) return;
  if (tapped.dataset.says) {
    byKeyboard = event.detail === 0;
    say(tapped.dataset.says);
  } else if ("retry" in tapped.dataset) {
    if (courier.ready) courier.carry();
    else start();
  } else if ("edit" in tapped.dataset) {
    composer.set(tapped.closest(".message").querySelector(".said").textContent);
    composer.focus();
  }
});

// Shows the talk as it stands. Without a connection it shows what waits to be sent, and tries again.
async function start() {
  clearTimeout(again);
  let turns = [];
  let reached = true;
  try {
    ({ turns } = await history());
  } catch (problem) {
    if (!(problem instanceof Dropped)) throw problem;
    reached = false;
  }
  const known = new Set(turns.map((turn) => turn.message_id));
  for (const { id } of outbox.messages) if (known.has(id)) outbox.remove(id);
  log.restart(turns, outbox.messages);
  if (reached) {
    courier.ready = true;
    courier.carry();
  } else {
    for (const { id } of outbox.messages) log.mark(id, "waiting");
    again = setTimeout(start, 3000);
  }
}

openMenu(document.querySelector(".menu"));
start();

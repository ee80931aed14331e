// How far a trial is, asked every second while it runs. The piece comes as a document, as in lookup/fragment.js.

const EVERY = 1000; // milliseconds

function look() {
  const shown = document.querySelector("[data-trial]");
  const path = shown?.dataset.running;
  if (!path) return;
  const request = new XMLHttpRequest();
  request.onload = () => {
    const news = request.status === 200 && request.response?.querySelector("[data-trial]");
    if (news) shown.replaceWith(document.importNode(news, true));
    setTimeout(look, EVERY);
  };
  request.onerror = request.ontimeout = () => setTimeout(look, EVERY);
  request.open("GET", path);
  request.responseType = "document";
  request.timeout = 10 * EVERY;
  request.send();
}

setTimeout(look, EVERY);

// Asks the server for a piece of the page. It comes as a document, which the browser parses as it parses any page:
// no script of ours turns a string into markup, and the page's policy would not let it.

const PATIENCE = 10_000; // milliseconds

export class Stopped extends Error {}

export class Failed extends Error {
  constructor(status) {
    super(String(status));
    this.words =
      status === 401
        ? "登录已结束，请刷新页面重新登录。"
        : status === 403
          ? "页面已过期，请刷新页面后再试。"
          : "没有连上服务器，请再试一次。";
  }
}

// `body` is a promise of the document; `stop` ends the request, and the promise with `Stopped`.
export function ask(path, fields) {
  const request = new XMLHttpRequest();
  const body = new Promise((resolve, reject) => {
    request.onload = () =>
      request.status === 200 && request.response ? resolve(request.response) : reject(new Failed(request.status));
    request.onerror = request.ontimeout = () => reject(new Failed(0));
    request.onabort = () => reject(new Stopped());
  });
  request.open("POST", path);
  request.responseType = "document";
  request.timeout = PATIENCE;
  request.setRequestHeader("X-CSRF-Token", document.querySelector("meta[name=csrf]").content);
  request.send(new URLSearchParams(fields));
  return { body, stop: () => request.abort() };
}

export function piece(body, selector) {
  return document.importNode(body.querySelector(selector), true);
}

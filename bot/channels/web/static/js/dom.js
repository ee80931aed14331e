// Builds elements. Text only ever becomes a text node, so nothing anyone wrote can turn into markup.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== ""));
  return element;
}

export function button(className, text, attributes = {}) {
  return make("button", { type: "button", class: className, ...attributes }, text);
}

// The quick menu: one list open at a time; Escape, a tap elsewhere or a choice closes it.

export function openMenu(nav) {
  const buttons = [...nav.querySelectorAll(".menu-button")];
  const listOf = (button) => document.getElementById(button.getAttribute("aria-controls"));

  function show(button, open) {
    button.setAttribute("aria-expanded", String(open));
    listOf(button).hidden = !open;
  }

  function close(except = null) {
    for (const button of buttons) if (button !== except) show(button, false);
  }

  for (const button of buttons) {
    button.addEventListener("click", () => {
      close(button);
      show(button, button.getAttribute("aria-expanded") !== "true");
    });
    button.parentElement.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || listOf(button).hidden) return;
      show(button, false);
      button.focus();
    });
  }
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".menu-button")) close();
  });
  document.addEventListener("focusin", (event) => {
    if (!nav.contains(event.target)) close();
  });
}

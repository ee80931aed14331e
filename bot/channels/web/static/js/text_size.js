// The large-text switch. A cookie keeps it, so that the server can paint the next page right from the start.

const root = document.documentElement;
const YEAR = 365 * 24 * 3600;

for (const button of document.querySelectorAll("[data-text-size]")) {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(root.classList.contains("large")));
  button.addEventListener("click", () => {
    const large = root.classList.toggle("large");
    button.setAttribute("aria-pressed", String(large));
    document.cookie = `shenbao_text=${large ? "large" : "normal"}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
    document.dispatchEvent(new Event("textsize"));
  });
}

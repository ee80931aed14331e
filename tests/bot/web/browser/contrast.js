// WCAG's contrast over every text in view; the colour under a text is the nearest one painted.
() => {
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour, under) => {
    for (const layer of [`rgb(${under.join(",")})`, colour]) {
      paint.fillStyle = layer;
      paint.fillRect(0, 0, 1, 1);
    }
    return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (colour) => {
    const [r, g, b] = colour.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = (element) =>
    element ? rgb(getComputedStyle(element).backgroundColor, background(element.parentElement)) : [255, 255, 255];
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.data.trim();
    if (!text || !element.offsetParent || element.closest(".unseen, .skip, :disabled, noscript")) continue;
    const style = getComputedStyle(element);
    if (style.opacity === "0") continue;
    const under = background(element);
    const [dark, light] = [under, rgb(style.color, under)].map(luminance).sort((a, b) => a - b);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) poor.push(`${ratio.toFixed(2)} ${style.color} on ${under}: ${text.slice(0, 30)}`);
  }
  return poor;
}
